package io.github.gradcam4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations and gradients of real architectures against values that GradientTape recorded in float64. */
class RecordedGradientsTest {
    /** Complex numbers have no rules. */
    private static final Set<String> REFUSED = Set.of("fourier.savedmodel");

    static List<Fixture> fixtures() {
        return Stream.of(".", "layers", "applications", "text", "special")
                .flatMap(path -> Fixture.below(path).stream())
                .filter(fixture -> !REFUSED.contains(fixture.name()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void scores_activations_and_gradients_equal_those_of_float64_autograd(Fixture fixture) {
        List<Fixture.Layer> layers = fixture.layers().stream()
                .filter(layer -> layer.gradients().isPresent())
                .toList();
        List<LayerRef> refs = layers.stream().map(Fixture.Layer::ref).toList();
        try (GradientModel model = fixture.open();
                Pass pass = model.run(request(fixture, model, refs, ScoreKind.AUTO))) {
            assertClose("scores", pass.scores().tensor(), fixture.scores(), fixture.tolerance());
            Map<LayerRef, Tensor> gradients = pass.gradients(fixture.cotangents());
            for (Fixture.Layer layer : layers) {
                LayerRef ref = layer.ref();
                assertClose("activations of " + ref, pass.activations(ref), layer.activations(), fixture.tolerance());
                Tensor expected = layer.gradients().orElseThrow();
                assertClose("gradients of " + ref, gradients.get(ref), expected, fixture.tolerance());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void a_layer_that_nothing_leads_from_to_the_scores_has_no_gradient(Fixture fixture) {
        List<Fixture.Layer> layers = fixture.layers().stream()
                .filter(layer -> layer.gradients().isEmpty())
                .toList();
        Assumptions.assumeFalse(layers.isEmpty(), "the scores depend on every layer");
        try (GradientModel model = fixture.open()) {
            for (Fixture.Layer layer : layers) {
                PassRequest request = request(fixture, model, List.of(layer.ref()), ScoreKind.AUTO);
                try (Pass pass = model.run(request)) {
                    assertThatThrownBy(() -> pass.gradients(fixture.cotangents()))
                            .isInstanceOf(UnsupportedModelException.class)
                            .hasMessageContaining(layer.ref().toString());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void gradients_of_the_output_go_through_a_final_activation(Fixture fixture) {
        List<Fixture.Layer> layers = fixture.layers().stream()
                .filter(layer -> layer.gradientsOfOutput().isPresent())
                .toList();
        Assumptions.assumeFalse(layers.isEmpty(), "the model ends in its scores");
        List<LayerRef> refs = layers.stream().map(Fixture.Layer::ref).toList();
        try (GradientModel model = fixture.open();
                Pass pass = model.run(request(fixture, model, refs, ScoreKind.OUTPUT))) {
            Map<LayerRef, Tensor> gradients = pass.gradients(fixture.cotangents());
            for (Fixture.Layer layer : layers) {
                Tensor expected = layer.gradientsOfOutput().orElseThrow();
                assertClose("gradients of " + layer.ref(), gradients.get(layer.ref()), expected, fixture.tolerance());
            }
        }
    }

    private static PassRequest request(Fixture fixture, GradientModel model, List<LayerRef> refs, ScoreKind kind) {
        return new PassRequest(fixture.inputs(model), refs, kind, List.of(), Cancellation.never());
    }

    private static void assertClose(String what, Tensor actual, Tensor expected, double tolerance) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        float[] a = actual.toFloatArray();
        float[] e = expected.toFloatArray();
        double largest = 0;
        double error = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(e[i]));
            error = Math.max(error, Math.abs((double) a[i] - e[i]));
        }
        assertThat(largest).as(what + ": the reference is not all zero").isPositive();
        assertThat(error / largest).as(what).isLessThanOrEqualTo(tolerance);
    }
}
