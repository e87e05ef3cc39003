package io.github.gradcam4j.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.ProviderNotFoundException;
import io.github.gradcam4j.spi.TargetProvider;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way a jar can be broken costs that plug-in and nothing else; the plug-in behind it is always found. */
class BrokenPluginsTest {
    @TempDir
    Path folder;

    private PluginFolder plugins;

    @BeforeEach
    void begin() {
        plugins = new PluginFolder(folder);
    }

    private Registry<TargetProvider> load() throws IOException {
        plugins.provider("Sound", "sound", "");
        try (URLClassLoader loader = plugins.loader()) {
            Registry<TargetProvider> registry = Registry.load(TargetProvider.class, "target", loader);
            assertThat(registry.find("sound")).as("the plug-in behind").isPresent();
            assertThat(registry.find("top")).as("our own").isPresent();
            return registry;
        }
    }

    private void expect(String... parts) throws IOException {
        List<ProviderIssue> issues = load().issues();
        assertThat(issues).hasSize(1);
        assertThat(issues.get(0).kind()).isEqualTo("target");
        assertThat(issues.get(0).toString()).contains(parts);
    }

    @Test
    void a_sound_plug_in_is_found_without_issues() throws IOException {
        assertThat(load().issues()).isEmpty();
    }

    @Test
    void a_missing_class_is_an_issue() throws IOException {
        plugins.names("plugins.NotThere");
        expect("plugins.NotThere");
    }

    @Test
    void a_class_of_another_kind_is_an_issue() throws IOException {
        plugins.compile("plugins", "Other", "public class Other {}").names("plugins.Other");
        expect("plugins.Other");
    }

    @Test
    void a_throwing_constructor_is_an_issue_with_its_cause() throws IOException {
        plugins.provider(
                "Throwing", "throwing", "public Throwing() { throw new IllegalStateException(\"no licence\"); }");
        expect("plugins.Throwing", "no licence");
    }

    @Test
    void a_missing_native_library_is_an_issue_with_its_cause() throws IOException {
        plugins.provider("Native", "native", "static { System.loadLibrary(\"gradcam4j_no_such_library\"); }");
        expect("plugins.Native", "gradcam4j_no_such_library");
    }

    @Test
    void a_missing_superclass_is_an_issue() throws IOException {
        plugins.compile("plugins", "Parent", "public class Parent {}")
                .provider("plugins", "Child", " extends Parent", "child", "")
                .delete("Parent");
        expect("plugins/Parent");
    }

    @Test
    void an_error_that_is_neither_is_an_issue_too() throws IOException {
        plugins.provider("Failing", "failing", "public Failing() { throw new AssertionError(\"never\"); }");
        expect("plugins.Failing", "never");
    }

    @Test
    void a_line_that_is_no_class_name_is_an_issue() throws IOException {
        plugins.names("this is no class");
        try (URLClassLoader loader = plugins.loader()) {
            Registry<TargetProvider> registry = Registry.load(TargetProvider.class, "target", loader);
            assertThat(registry.issues()).isNotEmpty();
            assertThat(registry.find("top")).as("our own").isPresent();
        }
    }

    @Test
    void an_illegal_id_is_an_issue() throws IOException {
        plugins.provider("Illegal", "My Target", "");
        expect("plugins.Illegal", "'My Target'");
    }

    @Test
    void a_throwing_id_is_an_issue() throws IOException {
        plugins.compile(
                        "plugins",
                        "Base",
                        "public class Base { static String no() { throw new IllegalStateException(\"id?\"); } }")
                .provider("Mute", "mute", "public int priority() { return 0; } { } ");
        plugins.compile(
                        "plugins",
                        "Dumb",
                        "public class Dumb extends Mute { public String id() { throw new IllegalStateException(\"no id\"); } }")
                .names("plugins.Dumb");
        expect("plugins.Dumb", "no id");
    }

    @Test
    void a_throwing_priority_is_an_issue() throws IOException {
        plugins.provider(
                "Proud", "proud", "public int priority() { throw new IllegalStateException(\"too important\"); }");
        expect("plugins.Proud", "too important");
    }

    @Test
    void two_strangers_with_one_id_are_both_refused_and_named() throws IOException {
        plugins.provider("First", "twin", "").provider("Second", "twin", "");
        Registry<TargetProvider> registry = load();
        assertThat(registry.find("twin")).isEmpty();
        assertThat(registry.issues()).hasSize(1);
        assertThatThrownBy(() -> registry.require("twin"))
                .isInstanceOf(GradCamException.class)
                .hasMessageContaining("plugins.First")
                .hasMessageContaining("plugins.Second");
    }

    @Test
    void a_stranger_cannot_take_the_id_of_the_house() throws IOException {
        plugins.provider("Thief", "top", "public int priority() { return 1000; }");
        Registry<TargetProvider> registry = load();
        assertThat(registry.require("top").getClass().getName()).startsWith("io.github.gradcam4j.");
        assertThat(registry.issues()).hasSize(1);
    }

    @Test
    void order_is_by_priority_then_by_id() throws IOException {
        plugins.provider("Zed", "zed", "public int priority() { return 7; }").provider("Abc", "abc", "");
        assertThat(load().all())
                .extracting(TargetProvider::id)
                .containsExactly("zed", "abc", "class", "not", "rank", "sound", "top");
    }

    @Test
    void a_short_list_of_what_there_is_is_complete() throws IOException {
        for (String id : new String[] {"alpha", "beta", "gamma", "delta"}) {
            plugins.provider(id.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + id.substring(1), id, "");
        }
        Registry<TargetProvider> registry = load();
        assertThatThrownBy(() -> registry.require("nothing"))
                .hasMessageContainingAll("'alpha'", "'beta'", "'gamma'", "'delta'", "'sound'", "'top'", "'class'");
    }

    @Test
    void what_is_not_there_is_answered_with_what_is_and_what_failed() throws IOException {
        plugins.provider(
                "Throwing", "soundd", "public Throwing() { throw new IllegalStateException(\"no licence\"); }");
        Registry<TargetProvider> registry = load();
        assertThatThrownBy(() -> registry.require("soundd"))
                .isInstanceOf(ProviderNotFoundException.class)
                .hasMessageContaining("'soundd'")
                .hasMessageContaining("'sound'")
                .hasMessageContaining("no licence");
    }
}
