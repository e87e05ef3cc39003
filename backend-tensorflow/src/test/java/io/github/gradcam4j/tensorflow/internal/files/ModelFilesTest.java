package io.github.gradcam4j.tensorflow.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Recognition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are taken, and what is said of the others. */
class ModelFilesTest {
    private static final Path FIXTURES = Path.of(System.getProperty("fixtures.dir"), "tensorflow");

    @TempDir
    Path folder;

    private static Recognition recognise(Path file) {
        return ModelFiles.recognise(ModelSource.of(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"residual.savedmodel2/model", "residual.keras/model.keras", "residual.h5/model.h5"})
    void models_are_told_by_content(String name) throws IOException {
        Path file = FIXTURES.resolve(name);
        assertThat(recognise(file)).isEqualTo(new Recognition.Mine(100));
        if (Files.isRegularFile(file)) {
            assertThat(recognise(Files.copy(file, folder.resolve("renamed.bin"))))
                    .isEqualTo(new Recognition.Mine(100));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frozen.pb           | graph without a signature | SavedModel",
                "model.tflite        | TensorFlow Lite           | converted from",
                "checkpoint          | weights without a network | model.export",
                "no-graph            | without saved_model.pb    | copy the whole folder",
                "text.keras          | is called a Keras file    | model.save",
                "text.h5             | is called a Keras file    | model.save",
                "truncated/saved_model.pb | part of a SavedModel | folder",
            })
    void what_else_is_written_is_refused_with_the_remedy(String name, String reason, String remedy) {
        assertThat(recognise(FIXTURES.resolve("bad").resolve(name)))
                .isInstanceOfSatisfying(Recognition.Refused.class, refused -> {
                    assertThat(refused.reason()).contains(reason);
                    assertThat(refused.remedy()).contains(remedy);
                });
    }

    @Test
    void a_folder_of_versions_names_the_version() throws IOException {
        Files.createDirectories(folder.resolve("net/1"));
        Files.writeString(folder.resolve("net/1/saved_model.pb"), "");
        assertThat(recognise(folder.resolve("net")))
                .isInstanceOfSatisfying(
                        Recognition.Refused.class,
                        refused -> assertThat(refused.remedy())
                                .contains(folder.resolve("net/1").toString()));
    }

    @Test
    void files_of_others_are_left_to_others() throws IOException {
        Path zip = folder.resolve("net.pt");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("net/data.pkl"));
        }
        assertThat(recognise(zip)).isEqualTo(new Recognition.NotMine());
        assertThat(recognise(Files.writeString(folder.resolve("net.onnx"), "text")))
                .isEqualTo(new Recognition.NotMine());
    }
}
