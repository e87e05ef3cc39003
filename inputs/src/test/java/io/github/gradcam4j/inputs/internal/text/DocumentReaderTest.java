package io.github.gradcam4j.inputs.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentReaderTest {
    private static final String TEXT = "The film \ud83d\ude00 was cafe\u0301\r\n\u05e9\u05dc\u05d5\u05dd\n";

    @Test
    void a_text_is_read_as_it_was_written() {
        assertThat(read("review.txt", TEXT.getBytes(StandardCharsets.UTF_8))).isEqualTo(TEXT);
        assertThat(read("REVIEW.TXT", marked("\ufeff" + TEXT, StandardCharsets.UTF_8)))
                .isEqualTo(TEXT);
        assertThat(read("review.txt", marked("\ufeff" + TEXT, StandardCharsets.UTF_16LE)))
                .isEqualTo(TEXT);
        assertThat(read("review.txt", marked("\ufeff" + TEXT, StandardCharsets.UTF_16BE)))
                .isEqualTo(TEXT);
    }

    @Test
    void texts_that_begin_like_other_files_are_texts() {
        for (String text : new String[] {
            "BM is a name of a film that I saw", "GIF is a format", "II and MM", "RIFF", "PK", "<p>good</p>"
        }) {
            assertThat(read("review.txt", text.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(text);
        }
    }

    @Test
    void other_files_are_not_taken_for_texts() throws IOException {
        byte[] npy = Files.readAllBytes(Path.of(System.getProperty("fixtures.dir"), "inputs", "arrays", "bool.npy"));
        assertThat(Platform.discover().read(npy, Source.named("array.txt"))).isInstanceOf(Arrays.class);
        assertThatThrownBy(() -> read("text.dat", TEXT.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("txt");
    }

    @Test
    void what_is_no_text_is_refused_with_its_position() {
        assertThatThrownBy(() -> read("a.txt", new byte[] {'a', 'b', (byte) 0xe9, ' ', 'c'}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("byte 2 (0xe9)");
        assertThatThrownBy(() -> read("a.txt", new byte[] {'a', (byte) 0xf0, (byte) 0x9f}))
                .as("cut off within a character")
                .hasMessageContaining("byte 1 (0xf0)");
        assertThatThrownBy(() -> read("a.txt", new byte[] {'a', 0, 'b', 0})).hasMessageContaining("U+0000 at index 1");
        assertThatThrownBy(() -> read("a.txt", new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xd8, 'a', 0}))
                .as("half a surrogate pair")
                .hasMessageContaining("UTF-16LE");
        assertThatThrownBy(() -> read("a.txt", new byte[] {(byte) 0xff, (byte) 0xfe, 'a'}))
                .as("half a unit")
                .hasMessageContaining("byte 2");
        assertThatThrownBy(() -> read("a.txt", new byte[(16 << 20) + 1])).hasMessageContaining("16 MiB");
    }

    private static String read(String name, byte[] bytes) {
        return ((Document) Platform.discover().read(bytes, Source.named(name))).text();
    }

    private static byte[] marked(String text, Charset charset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(text.getBytes(charset));
        return bytes.toByteArray();
    }
}
