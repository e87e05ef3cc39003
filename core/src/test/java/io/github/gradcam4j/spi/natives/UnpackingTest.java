package io.github.gradcam4j.spi.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackingTest {
    private static final String PREFIX = "pytorch/cpu/linux-x86_64/";

    @TempDir
    Path home;

    static Path jar(Path file, String... names) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                if (!name.endsWith("/")) {
                    zip.write(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                }
                zip.closeEntry();
            }
        }
        return file;
    }

    private Path jar(String... names) throws IOException {
        return jar(home.resolve("a.jar"), names);
    }

    private Path folder() {
        return home.resolve("natives").resolve("pytorch");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void libraries_are_unpacked_and_nothing_else() throws IOException {
        Path jar = jar("META-INF/MANIFEST.MF", PREFIX, PREFIX + "libc10.so", PREFIX + "libtorch.so", "native/lib/x");
        new Unpacking(1000).unpack(jar, PREFIX, folder());
        assertThat(names(folder())).containsExactly("libc10.so", "libtorch.so");
        assertThat(folder().resolve("libc10.so")).hasContent(PREFIX + "libc10.so");
        assertThat(names(folder().getParent())).containsExactly("pytorch");
    }

    @Test
    void what_another_process_unpacked_stays() throws IOException {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("theirs"), "");
        new Unpacking(1000).unpack(jar(PREFIX + "libtorch.so"), PREFIX, folder());
        assertThat(names(folder())).containsExactly("theirs");
        assertThat(names(folder().getParent())).containsExactly("pytorch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.so", "..", "a/b.so", ".hidden", "c:evil.dll", "a\\b.dll"})
    void a_name_that_leads_elsewhere_is_refused(String name) throws IOException {
        Path jar = jar(PREFIX + "libtorch.so", PREFIX + name);
        assertThatThrownBy(() -> new Unpacking(1000).unpack(jar, PREFIX, folder()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(PREFIX + name);
        assertThat(names(folder().getParent())).isEmpty();
    }

    @Test
    void sizes_and_numbers_are_bounded() throws IOException {
        Path jar = jar(PREFIX + "a", PREFIX + "b");
        assertThatThrownBy(() -> new Unpacking(30).unpack(jar, PREFIX, folder()))
                .hasMessageContaining("more than 30 bytes");
        String[] many =
                Stream.iterate(0, i -> i + 1).limit(65).map(i -> PREFIX + i).toArray(String[]::new);
        Path full = jar(many);
        assertThatThrownBy(() -> new Unpacking(10_000).unpack(full, PREFIX, folder()))
                .hasMessageContaining("more than 64 files");
        assertThat(names(folder().getParent())).isEmpty();
    }

    @Test
    void what_is_no_such_jar_leaves_nothing() throws IOException {
        Path other = jar("somewhere/else.so");
        assertThatThrownBy(() -> new Unpacking(1000).unpack(other, PREFIX, folder()))
                .hasMessageContaining(PREFIX);
        Path text = Files.writeString(home.resolve("text"), "no zip");
        assertThatThrownBy(() -> new Unpacking(1000).unpack(text, PREFIX, folder()))
                .isInstanceOf(IOException.class);
        assertThat(names(folder().getParent())).isEmpty();
    }

    @Test
    void only_what_was_forgotten_long_ago_is_removed() throws IOException {
        Path old = Files.createDirectories(folder().resolveSibling(".pytorch-123"));
        Files.writeString(old.resolve("libtorch.so"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(7200)));
        Files.createDirectories(folder().resolveSibling(".pytorch-456"));
        new Unpacking(1000).unpack(jar(PREFIX + "libtorch.so"), PREFIX, folder());
        assertThat(names(folder().getParent())).containsExactly(".pytorch-456", "pytorch");
    }
}
