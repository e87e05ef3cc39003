package io.github.gradcam4j.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.GradCamException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_file_is_written_and_replaces_an_earlier_one() throws IOException {
        Path file = folder.resolve("new/why.json");
        WholeFile.write(file, out -> out.write(new byte[] {1, 2, 3}));
        WholeFile.write(file, out -> out.write(new byte[] {4}));
        assertThat(file).hasBinaryContent(new byte[] {4});
        assertThat(file.getParent()).isDirectoryContaining(f -> f.equals(file));
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_body_that_fails_leaves_the_earlier_file_and_no_part() throws IOException {
        Path file = folder.resolve("why.png");
        Files.writeString(file, "earlier");
        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("the disk is full");
                }))
                .isInstanceOf(GradCamException.class)
                .hasMessageContaining("why.png")
                .hasMessageContaining("the disk is full");
        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    throw new UncheckedIOException(new IOException("unchecked"));
                }))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(file).hasContent("earlier");
        assertThat(files()).containsExactly("why.png");
    }

    @Test
    void a_folder_and_a_place_below_a_file_cannot_be_written() throws IOException {
        assertThatThrownBy(() -> WholeFile.write(folder, out -> out.write(1)))
                .isInstanceOf(GradCamException.class)
                .hasMessageContaining("folder");
        Path file = Files.writeString(folder.resolve("plain"), "text");
        assertThatThrownBy(() -> WholeFile.write(file.resolve("below.png"), out -> out.write(1)))
                .isInstanceOf(GradCamException.class)
                .hasMessageContaining("below.png");
        assertThat(files()).containsExactly("plain");
    }
}
