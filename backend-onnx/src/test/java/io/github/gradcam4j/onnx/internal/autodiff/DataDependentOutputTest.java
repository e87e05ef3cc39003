package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.onnx.OnnxBackend;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second output whose size follows the data must not get in the way of memory that runs share. */
class DataDependentOutputTest {
    @Test
    void an_output_may_have_another_size_in_every_run(@TempDir Path folder) throws IOException {
        Model network = new Model(17);
        network.input("x", Array.zeros(1, 2, 1, 3));
        network.node("Relu", List.of("x"), List.of("maps"));
        network.node("GlobalAveragePool", List.of("maps"), List.of("pooled"));
        network.node("Flatten", List.of("pooled"), List.of("scores"));
        network.node("NonZero", List.of("maps"), List.of("places"));
        Path file = Files.write(folder.resolve("places.onnx"), network.bytes("scores", "places"));
        try (GradientModel model = new OnnxBackend().open(ModelSource.of(file), ModelOptions.defaults())) {
            for (int positive : new int[] {1, 4, 2, 6}) {
                float[] values = new float[6];
                for (int i = 0; i < values.length; i++) {
                    values[i] = i < positive ? i + 1 : -1;
                }
                PassRequest request = new PassRequest(
                        Map.of("x", Tensor.of(values, 1, 2, 1, 3)),
                        List.of(LayerRef.of("maps")),
                        ScoreKind.AUTO,
                        List.of(List.of(new ClassQuery.Index(0))),
                        Cancellation.never());
                try (Pass pass = model.run(request)) {
                    assertThat(pass.outputs().get("places").shape()).isEqualTo(Shape.of(4, positive));
                    float[] gradient = pass.gradients(List.of(List.of(new Cotangent.OneHot(0))))
                            .get(LayerRef.of("maps"))
                            .toFloatArray();
                    assertThat(gradient).containsExactly(1f / 3, 1f / 3, 1f / 3, 0, 0, 0);
                }
            }
        }
    }
}
