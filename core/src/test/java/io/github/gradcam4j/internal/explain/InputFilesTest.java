package io.github.gradcam4j.internal.explain;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.discovery.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class InputFilesTest {
    @Test
    @EnabledIf("hasEndlessDevice")
    void a_file_without_end_is_refused_before_it_fills_the_memory() {
        assertThatThrownBy(() -> InputFiles.read(Path.of("/dev/zero"), Platform.discover()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'/dev/zero'")
                .hasMessageContaining("256 MiB");
    }

    static boolean hasEndlessDevice() {
        return Files.isReadable(Path.of("/dev/zero"));
    }
}
