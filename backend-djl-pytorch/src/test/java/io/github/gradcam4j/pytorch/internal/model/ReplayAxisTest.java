package io.github.gradcam4j.pytorch.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Variants are where the layer's items are, which for layers that take steps first is the second axis. */
class ReplayAxisTest {
    private static final Path FILE = Path.of(
            System.getProperty("fixtures.dir"), "torchscript", "special", "encoder-steps-first.traced", "model.pt");
    private static final float EXACT = 1e-5f;

    @Test
    void variants_of_a_layer_with_steps_first_are_on_its_second_axis() {
        try (GradientModel model = PyTorchModel.open(ModelSource.of(FILE), ModelOptions.defaults())) {
            String input = model.signature().inputs().get(0).name();
            Shape shape = Shape.of(1, 7, 4);
            LayerRef layer = model.layers(Map.of(input, shape)).stream()
                    .filter(one -> one.layout().toString().equals("TNC") && one.onScorePath())
                    .findFirst()
                    .orElseThrow()
                    .ref();
            float[] values = new float[(int) shape.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) Math.sin(i);
            }
            PassRequest request = new PassRequest(
                    Map.of(input, Tensor.of(values, shape.dims())),
                    List.of(layer),
                    ScoreKind.AUTO,
                    List.of(),
                    Cancellation.never());
            try (Pass pass = model.run(request)) {
                Tensor same = pass.activations(layer);
                float[] once = same.toFloatArray();
                int steps = (int) same.shape().dim(0);
                int features = (int) same.shape().dim(2);
                float[] variants = new float[2 * once.length];
                for (int step = 0; step < steps; step++) {
                    System.arraycopy(once, step * features, variants, (2 * step + 1) * features, features);
                }
                try (Pass replay = pass.replay(layer, Tensor.of(variants, steps, 2, features), 0)) {
                    float[] expected = pass.scores().tensor().toFloatArray();
                    assertThat(replay.scores().tensor().item(1).toFloatArray())
                            .containsExactly(expected, Offset.offset(EXACT));
                    assertThat(replay.scores().tensor().item(0).toFloatArray()).isNotEqualTo(expected);
                }
            }
        }
    }
}
