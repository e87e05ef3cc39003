package io.github.gradcam4j.tokenizers.hf.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
    @TempDir
    private Path folder;

    @Test
    void the_library_is_unpacked_once_and_nothing_beside_it() throws IOException {
        Properties system = system("Linux", "amd64");
        Path file = new NativeLibrary(Map.of(), system).file();
        assertThat(file.getParent().getFileName().toString()).matches("tokenizers-[0-9.]+-0\\.35\\.1-linux-x86_64");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).hasSize(1);
        }
        Object before = Files.getLastModifiedTime(file.getParent());
        assertThat(new NativeLibrary(Map.of(), system).file()).isEqualTo(file);
        assertThat(Files.getLastModifiedTime(file.getParent())).isEqualTo(before);
    }

    @Test
    void machines_are_named_as_in_the_jar() {
        assertThat(List.of("Linux amd64", "Linux aarch64", "Mac OS X aarch64", "Windows 11 amd64"))
                .extracting(name -> new NativeLibrary(
                                Map.of(),
                                system(
                                        name.substring(0, name.lastIndexOf(' ')),
                                        name.substring(name.lastIndexOf(' ') + 1)))
                        .machine())
                .containsExactly("linux-x86_64", "linux-aarch64", "osx-aarch64", "win-x86_64")
                .allMatch(name ->
                        NativeLibraryTest.class.getResource("/native/lib/" + name + "/cpu/" + library(name)) != null);
    }

    @Test
    void a_build_of_ones_own_is_taken_as_it_is() {
        assertThat(new NativeLibrary(Map.of("RUST_LIBRARY_PATH", "/opt/x"), new Properties()).isChosen())
                .isTrue();
        assertThat(new NativeLibrary(Map.of(), new Properties()).isChosen()).isFalse();
    }

    @Test
    void loading_leaves_no_setting_behind() {
        NativeLibrary.get();
        assertThat(System.getProperty("RUST_LIBRARY_PATH")).isNull();
    }

    private static String library(String machine) {
        return machine.startsWith("win")
                ? "tokenizers.dll"
                : machine.startsWith("osx") ? "libtokenizers.dylib" : "libtokenizers.so";
    }

    private Properties system(String os, String arch) {
        Properties system = new Properties();
        system.setProperty("os.name", os);
        system.setProperty("os.arch", arch);
        system.setProperty("gradcam4j.natives", folder.toString());
        return system;
    }
}
