package io.github.gradcam4j.tensorflow.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.spi.NativeJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where TensorFlow's libraries are looked for; nothing native is touched. This machine's jar is on the class path of the
 * tests, so most of them are about another machine.
 */
class NativesTest {
    private static final String PATH = "org.bytedeco.javacpp.platform.preloadpath";

    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();
    private final Properties system = new Properties();

    @BeforeEach
    void setUp() {
        boolean isMac = System.getProperty("os.name").startsWith("Mac");
        system.setProperty("os.name", isMac ? "Linux" : "Mac OS X");
        system.setProperty("os.arch", isMac ? "amd64" : "aarch64");
        system.setProperty("user.home", home.toString());
    }

    private Natives natives() {
        return new Natives(environment, system);
    }

    private static boolean isThisMachine(String classifier) {
        return TensorFlowBuild.classifier(System.getProperties()).equals(classifier);
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64, .local/share",
        "Mac OS X, aarch64, macosx-arm64, Library/Application Support",
        "Mac OS X, x86_64, macosx-x86_64, Library/Application Support",
        "Windows 11, amd64, windows-x86_64, AppData/Local",
    })
    void every_platform_has_its_jar_and_its_folder(String os, String arch, String classifier, String data) {
        system.setProperty("os.name", os);
        system.setProperty("os.arch", arch);
        assertThat(natives().folder())
                .contains(home.resolve(data).resolve("gradcam4j/natives/tensorflow-1.0.0-rc.1-" + classifier));
        if (isThisMachine(classifier)) {
            assertThat(natives().missing()).isEmpty();
            assertThat(natives().obstacle()).isEmpty();
            return;
        }
        assertThat(natives().missing()).hasSize(1);
        NativeJar jar = natives().missing().get(0);
        assertThat(jar.coordinate()).isEqualTo("org.tensorflow:tensorflow-core-native:1.0.0-rc.1:jar:" + classifier);
        assertThat(natives().obstacle().orElseThrow().remedy())
                .contains("gradcam4j install tensorflow", jar.coordinate());
    }

    @ParameterizedTest
    @CsvSource({"Linux, aarch64, linux-arm64", "Linux, ppc64le, linux-ppc64le", "SunOS, amd64, SunOS-x86_64"})
    void a_platform_without_a_jar_lacks_nothing_and_says_so(String os, String arch, String classifier) {
        system.setProperty("os.name", os);
        system.setProperty("os.arch", arch);
        assertThat(natives().missing()).isEmpty();
        assertThat(natives().folder()).isEmpty();
        assertThat(natives().obstacle().orElseThrow().reason()).contains("1.0.0-rc.1", classifier);
        assertThat(natives().obstacle().orElseThrow().remedy()).contains("ONNX");
    }

    @Test
    void an_installed_jar_is_no_longer_missing_and_javacpp_is_told_of_it() throws IOException {
        NativeJar jar = natives().missing().get(0);
        natives().prepare();
        assertThat(system).doesNotContainKey(PATH);
        natives().install(jar, jar(TensorFlowBuild.folder(jar.classifier()) + "library"));
        assertThat(natives().missing()).isEmpty();
        assertThat(natives().obstacle()).isEmpty();
        natives().prepare();
        Path folder = natives().folder().orElseThrow();
        assertThat(folder.resolve("library")).exists();
        assertThat(system).containsEntry(PATH, folder.toString());
    }

    private Path jar(String entry) throws IOException {
        Path file = home.resolve("a.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(entry));
        }
        return file;
    }

    @Test
    void what_the_user_chose_stays() throws IOException {
        NativeJar jar = natives().missing().get(0);
        natives().install(jar, jar(TensorFlowBuild.folder(jar.classifier()) + "library"));
        system.setProperty(PATH, "mine");
        natives().prepare();
        assertThat(system).containsEntry(PATH, "mine");
    }

    @Test
    void a_folder_may_be_chosen() {
        system.setProperty("gradcam4j.natives", home.resolve("mine").toString());
        assertThat(natives().folder().orElseThrow().getParent()).isEqualTo(home.resolve("mine"));
    }

    @Test
    void a_jar_that_cannot_be_unpacked_is_a_small_manual() throws IOException {
        Path text = Files.writeString(home.resolve("a.jar"), "no zip");
        NativeJar jar = natives().missing().get(0);
        assertThatThrownBy(() -> natives().install(jar, text))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContainingAll("a.jar", "650 MB", "gradcam4j.natives");
        assertThat(natives().missing()).hasSize(1);
    }
}
