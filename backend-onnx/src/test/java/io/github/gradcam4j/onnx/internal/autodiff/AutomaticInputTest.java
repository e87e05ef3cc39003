package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where only the input has positions, its map is drawn, and that is said. */
class AutomaticInputTest {
    private static final String WARNING = "map is that of the input itself";

    @Test
    void a_map_of_the_input_is_announced_unless_it_was_asked_for(@TempDir Path folder) throws IOException {
        Model model = new Model(17);
        model.input("x", Array.zeros(1, 2, 3, 4));
        model.node("GlobalMaxPool", List.of("x"), List.of("pooled"));
        model.node("Flatten", List.of("pooled"), List.of("y"));
        Path file = Files.write(folder.resolve("flat.onnx"), model.bytes("y"));
        Arrays input = Arrays.of("x", Tensor.of(new float[24], 1, 2, 3, 4));
        try (Explainer explainer = Explainer.open(file)) {
            assertThat(explainer.explain(input).warnings()).anyMatch(warning -> warning.contains(WARNING));
            assertThat(explainer
                            .explain(ExplainRequest.about(input).layer("x").build())
                            .get(0)
                            .warnings())
                    .noneMatch(warning -> warning.contains(WARNING));
        }
    }
}
