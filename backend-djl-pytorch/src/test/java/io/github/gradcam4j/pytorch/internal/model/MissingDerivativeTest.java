package io.github.gradcam4j.pytorch.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerInfo;
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
import org.junit.jupiter.api.Test;

/** What the tracer keeps where it is told that nobody differentiates: layers behind it have gradients, those before say why not. */
class MissingDerivativeTest {
    private static final Path FILE =
            Path.of(System.getProperty("fixtures.dir"), "torchscript", "bad", "fast-attention.pt");
    private static final Shape SHAPE = Shape.of(1, 3, 9, 13);
    private static final LayerRef BEFORE = LayerRef.of("patches");
    private static final LayerRef BEHIND = LayerRef.of("mix");

    private static Pass run(GradientModel model, LayerRef layer) {
        float[] values = new float[(int) SHAPE.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }
        return model.run(new PassRequest(
                Map.of("x", Tensor.of(values, SHAPE.dims())),
                List.of(layer),
                ScoreKind.AUTO,
                List.of(),
                Cancellation.never()));
    }

    private static LayerInfo info(GradientModel model, LayerRef ref) {
        return model.layers(Map.of("x", SHAPE)).stream()
                .filter(layer -> layer.ref().equals(ref))
                .findFirst()
                .orElseThrow();
    }

    private static GradientModel open() {
        return PyTorchModel.open(ModelSource.of(FILE), ModelOptions.defaults());
    }

    @Test
    void layers_behind_it_have_gradients() {
        try (GradientModel model = open();
                Pass pass = run(model, BEHIND)) {
            assertThat(info(model, BEHIND).obstacle()).isEmpty();
            assertThat(pass.gradients(List.of(List.of(new Cotangent.OneHot(0))))
                            .get(BEHIND)
                            .toFloatArray())
                    .doesNotContain(0);
        }
    }

    @Test
    void layers_before_it_have_activations_and_say_how_to_export_the_model() {
        try (GradientModel model = open();
                Pass pass = run(model, BEFORE)) {
            assertThat(info(model, BEFORE).onScorePath()).isTrue();
            assertThat(pass.activations(BEFORE).shape()).isEqualTo(Shape.of(1, 4, 2, 3));
            assertThatThrownBy(() -> pass.gradients(List.of(List.of(new Cotangent.OneHot(0)))))
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContaining("patches")
                    .hasMessageContaining("_transformer_encoder_layer_fwd")
                    .hasMessageContaining("torch.no_grad()");
        }
    }
}
