package io.github.gradcam4j.internal.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.spi.ModelSource;
import java.io.IOException;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileModelSourceTest {
    @TempDir
    Path folder;

    @Test
    void bytes_are_lent_read_only_and_hashed() throws IOException {
        ModelSource source = ModelSource.of(Files.writeString(folder.resolve("net.v2.onnx"), "abc"));
        assertThat(source.name()).isEqualTo("net.v2.onnx");
        assertThat(source.sidecarName()).isEqualTo("net.v2.gradcam.json");
        assertThat(source.bytes().get(1)).isEqualTo((byte) 'b');
        assertThat(source.bytes().remaining()).isEqualTo(3);
        assertThatThrownBy(() -> source.bytes().put(0, (byte) 0)).isInstanceOf(ReadOnlyBufferException.class);
        // FIPS 180-2, appendix B.1
        assertThat(source.sha256()).contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void a_missing_file_and_a_folder_are_told_apart() {
        assertThatThrownBy(() -> ModelSource.of(folder.resolve("no.onnx")))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("no.onnx");
        ModelSource source = ModelSource.of(folder);
        assertThat(source.sha256()).isEmpty();
        assertThatThrownBy(source::bytes).isInstanceOf(ModelLoadException.class).hasMessageContaining("folder");
    }

    /** Whatever way it is named: a sidecar lies beside a folder, not in it, and a dot in its name begins no extension. */
    @Test
    void a_sibling_of_a_folder_lies_beside_it() throws IOException {
        Path model = Files.createDirectories(folder.resolve("net.v2"));
        Files.writeString(folder.resolve("net.v2.gradcam.json"), "yes");
        for (Path path : new Path[] {model, model.resolve("."), model.resolve("inner/..")}) {
            Files.createDirectories(model.resolve("inner"));
            ModelSource source = ModelSource.of(path);
            assertThat(source.sidecarName()).isEqualTo("net.v2.gradcam.json");
            assertThat(source.sibling(source.sidecarName())).isPresent();
        }
    }

    @Test
    void a_sibling_lies_beside_the_model_and_nowhere_else() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Files.writeString(folder.resolve("secret"), "no");
        Files.writeString(inner.resolve("side"), "yes");
        ModelSource source = ModelSource.of(Files.writeString(inner.resolve("m.onnx"), "x"));
        assertThat(source.sibling("side"))
                .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("yes"));
        assertThat(source.sibling("other")).isEmpty();
        for (String name : new String[] {
            "../secret", "..", "a/b", "..\\secret", folder.resolve("secret").toString()
        }) {
            assertThatThrownBy(() -> source.sibling(name)).isInstanceOf(ModelLoadException.class);
        }
    }
}
