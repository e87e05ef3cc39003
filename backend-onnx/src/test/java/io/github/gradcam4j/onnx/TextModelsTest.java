package io.github.gradcam4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.spi.ClassQuery;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Classifiers of token numbers: layouts, the automatic layer, and gradients against those of float64 autograd. */
class TextModelsTest {
    static List<Fixture> fixtures() {
        return Fixture.below("text");
    }

    @Test
    void there_are_recorded_cases() {
        assertThat(fixtures()).hasSizeGreaterThanOrEqualTo(8);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void the_automatic_layer_is_the_last_that_everything_passes_and_in_which_tokens_matter(Fixture fixture) {
        try (GradientModel model = open(fixture)) {
            for (boolean one : new boolean[] {true, false}) {
                Map<String, Shape> shapes = new HashMap<>();
                fixture.inputs()
                        .forEach((name, tensor) ->
                                shapes.put(name, one ? tensor.shape().with(0, 1) : tensor.shape()));
                List<LayerInfo> layers = model.layers(shapes);
                List<String> offered = layers.stream()
                        .filter(layer -> layer.onScorePath()
                                && layer.hasPositions()
                                && layer.dtype().isFloating()
                                && layer.eligible())
                        .map(layer -> layer.ref().name())
                        .toList();
                assertThat(offered).last().isEqualTo(fixture.automatic());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void scores_layouts_and_gradients_are_right(Fixture fixture) {
        try (GradientModel model = open(fixture)) {
            List<LayerRef> refs = fixture.layers().stream()
                    .map(layer -> LayerRef.of(layer.value()))
                    .toList();
            List<List<ClassQuery>> queries = List.of(row(fixture, 0), row(fixture, 1));
            List<List<Cotangent>> cotangents = queries.stream()
                    .map(row -> row.stream()
                            .<Cotangent>map(query -> new Cotangent.OneHot(((ClassQuery.Index) query).index()))
                            .toList())
                    .toList();
            PassRequest request =
                    new PassRequest(fixture.inputs(), refs, ScoreKind.AUTO, queries, Cancellation.never());
            try (Pass pass = model.run(request)) {
                RecordedGradientsTest.assertClose("scores", pass.scores().tensor(), fixture.scores());
                Map<LayerRef, Tensor> gradients = pass.gradients(cotangents);
                for (Fixture.Layer layer : fixture.layers()) {
                    LayerRef ref = LayerRef.of(layer.value());
                    assertThat(pass.activations(ref).layout()).hasToString(layer.layout());
                    RecordedGradientsTest.assertClose(
                            "activations of " + layer.value(), pass.activations(ref), layer.activations());
                    RecordedGradientsTest.assertClose(
                            "gradients of " + layer.value(), gradients.get(ref), layer.gradients());
                }
            }
        }
    }

    /** A map of the automatic layer is not that of one token. */
    @ParameterizedTest
    @MethodSource("fixtures")
    void every_token_has_a_gradient_at_the_automatic_layer(Fixture fixture) {
        Fixture.Layer layer = fixture.layers().get(0);
        assertThat(layer.value()).isEqualTo(fixture.automatic());
        Tensor gradients = layer.gradients();
        int steps = 1 + layer.layout().indexOf('T');
        for (int step = 0; step < gradients.shape().dim(steps); step++) {
            float[] values = gradients.slice(steps, step).toFloatArray();
            double most = 0;
            for (float value : values) {
                most = Math.max(most, Math.abs(value));
            }
            assertThat(most).as("gradient at step %d", step).isPositive();
        }
    }

    private static List<ClassQuery> row(Fixture fixture, int target) {
        return fixture.classes().stream()
                .<ClassQuery>map(item -> new ClassQuery.Index(item.get(target)))
                .toList();
    }

    private static GradientModel open(Fixture fixture) {
        return new OnnxBackend().open(ModelSource.of(fixture.model()), ModelOptions.defaults());
    }
}
