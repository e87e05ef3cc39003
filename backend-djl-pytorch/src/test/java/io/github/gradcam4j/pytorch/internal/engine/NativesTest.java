package io.github.gradcam4j.pytorch.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.spi.NativeJar;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where libtorch is looked for. What DJL then loads is for the tests of the engine; here nothing native is touched. */
class NativesTest {
    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();
    private final Properties system = new Properties();
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    /** The native jar of this build is on the class path of the tests, so a class loader without it is used. */
    @BeforeEach
    void setUp() {
        onClassPath();
        system.setProperty("os.name", "Linux");
        system.setProperty("os.arch", "amd64");
        system.setProperty("user.home", home.toString());
    }

    private void onClassPath(URL... urls) {
        Thread.currentThread().setContextClassLoader(new URLClassLoader(urls, ClassLoader.getPlatformClassLoader()));
    }

    @AfterEach
    void tearDown() {
        Thread.currentThread().setContextClassLoader(before);
    }

    private Natives natives() {
        return new Natives(environment, system);
    }

    private Path library(String folder) throws IOException {
        Path path = Files.createDirectories(home.resolve(folder));
        Files.writeString(path.resolve(System.mapLibraryName("torch")), "");
        return path;
    }

    private String description(String content) throws IOException {
        Path file = home.resolve("classes/native/lib/pytorch.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        onClassPath(home.resolve("classes").toUri().toURL());
        return content;
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64, .local/share",
        "Linux, aarch64, linux-aarch64, .local/share",
        "Mac OS X, aarch64, osx-aarch64, Library/Application Support",
        "Windows 11, amd64, win-x86_64, AppData/Local",
    })
    void every_platform_has_its_jar_and_its_folder(String os, String arch, String classifier, String data) {
        system.setProperty("os.name", os);
        system.setProperty("os.arch", arch);
        assertThat(natives().missing()).hasSize(1);
        NativeJar jar = natives().missing().get(0);
        assertThat(jar.coordinate()).isEqualTo("ai.djl.pytorch:pytorch-native-cpu:2.7.1:jar:" + classifier);
        assertThat(natives().folder())
                .contains(home.resolve(data).resolve("gradcam4j/natives/pytorch-2.7.1-cpu-" + classifier));
        assertThat(natives().obstacle().orElseThrow().remedy())
                .contains("gradcam4j install djl-pytorch", jar.coordinate());
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X, x86_64, osx-x86_64", "Linux, ppc64le, linux-ppc64le", "SunOS, amd64, SunOS-x86_64"})
    void a_platform_without_a_jar_lacks_nothing_and_says_so(String os, String arch, String classifier) {
        system.setProperty("os.name", os);
        system.setProperty("os.arch", arch);
        assertThat(natives().missing()).isEmpty();
        assertThat(natives().obstacle().orElseThrow().reason()).contains(classifier);
        assertThat(natives().obstacle().orElseThrow().remedy()).contains("PYTORCH_LIBRARY_PATH");
    }

    @Test
    void an_installed_jar_is_no_longer_missing_and_djl_is_told_of_it() throws IOException {
        environment.put("XDG_DATA_HOME", home.resolve("data").toString());
        NativeJar jar = natives().missing().get(0);
        Path file = home.resolve("a.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("pytorch/cpu/linux-x86_64/libtorch.so"));
        }
        natives().install(jar, file);
        assertThat(natives().missing()).isEmpty();
        assertThat(natives().obstacle()).isEmpty();
        natives().prepare();
        Path folder = home.resolve("data/gradcam4j/natives/pytorch-2.7.1-cpu-linux-x86_64");
        assertThat(folder.resolve("libtorch.so")).exists();
        assertThat(system)
                .containsEntry("PYTORCH_LIBRARY_PATH", folder.toString())
                .containsEntry("PYTORCH_VERSION", "2.7.1")
                .containsEntry("PYTORCH_FLAVOR", "cpu")
                .containsEntry("OPT_OUT_TRACKING", "true");
        assertThat(natives().obstacle()).isEmpty();
    }

    @Test
    void a_folder_may_be_chosen() {
        system.setProperty("gradcam4j.natives", home.resolve("mine").toString());
        assertThat(natives().folder()).contains(home.resolve("mine/pytorch-2.7.1-cpu-linux-x86_64"));
    }

    @Test
    void a_jar_that_cannot_be_unpacked_is_a_small_manual() throws IOException {
        Path text = Files.writeString(home.resolve("a.jar"), "no zip");
        NativeJar jar = natives().missing().get(0);
        assertThatThrownBy(() -> natives().install(jar, text))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContainingAll("a.jar", "450 MB", "gradcam4j.natives");
    }

    @Test
    void a_native_jar_on_the_class_path_is_enough() throws IOException {
        description("version=2.7.1-20250812\nflavor=cpu\nclassifier=linux-x86_64\nlibraries=libtorch.so");
        assertThat(natives().missing()).isEmpty();
        assertThat(natives().obstacle()).isEmpty();
        natives().prepare();
        assertThat(system).doesNotContainKeys("PYTORCH_LIBRARY_PATH", "PYTORCH_VERSION", "PYTORCH_FLAVOR");
    }

    @ParameterizedTest
    @CsvSource({"'version=2.7.1\nflavor=cpu\nclassifier=win-x86_64'", "'version=2.7.1\nplaceholder=true'"})
    void one_for_another_machine_is_not(String content) throws IOException {
        description(content);
        assertThat(natives().missing()).hasSize(1);
    }

    @Test
    void a_libtorch_of_the_users_own_is_enough_and_gets_its_flavour() throws IOException {
        environment.put("PYTORCH_LIBRARY_PATH", library("own").toString());
        assertThat(natives().missing()).isEmpty();
        assertThat(natives().obstacle()).isEmpty();
        natives().prepare();
        assertThat(system).containsEntry("PYTORCH_FLAVOR", "cpu").doesNotContainKey("PYTORCH_LIBRARY_PATH");
        system.remove("PYTORCH_FLAVOR");
        Files.writeString(home.resolve("own").resolve(System.mapLibraryName("torch_cuda")), "");
        natives().prepare();
        assertThat(system).containsEntry("PYTORCH_FLAVOR", "cu128");
    }

    @ParameterizedTest
    @CsvSource({"PYTORCH_LIBRARY_PATH, /nowhere", "PYTORCH_VERSION, 2.5.1", "PYTORCH_FLAVOR, cu124"})
    void a_variable_that_leads_djl_astray_is_named_before_anything_is_fetched(String name, String value) {
        environment.put(name, value);
        assertThat(natives().missing()).isEmpty();
        assertThat(natives().obstacle().orElseThrow().reason()).contains(name, "'" + value + "'");
        assertThat(natives().obstacle().orElseThrow().remedy()).contains("nset it");
    }

    @Test
    void what_the_user_chose_stays() throws IOException {
        environment.put("PYTORCH_LIBRARY_PATH", library("own").toString());
        environment.put("PYTORCH_FLAVOR", "cu128");
        system.setProperty("OPT_OUT_TRACKING", "false");
        natives().prepare();
        assertThat(system).doesNotContainKey("PYTORCH_FLAVOR").containsEntry("OPT_OUT_TRACKING", "false");
    }
}
