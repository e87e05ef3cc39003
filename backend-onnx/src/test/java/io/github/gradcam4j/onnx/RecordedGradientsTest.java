package io.github.gradcam4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.Device;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Activations and gradients of real architectures against values that torch recorded in float64. On which device is up to
 * {@code -Dgradcam4j.device}.
 */
class RecordedGradientsTest {
    private static final double TOLERANCE = 1e-4;
    private static final ModelOptions OPTIONS = new ModelOptions(
            Device.parse(System.getProperty("gradcam4j.device", "cpu")),
            OptionalInt.empty(),
            Map.of(),
            Optional.empty());

    static List<Fixture> fixtures() {
        return Fixture.all();
    }

    @Test
    void there_are_recorded_cases_of_every_family_and_both_exporters() {
        assertThat(fixtures()).hasSizeGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void scores_activations_and_gradients_equal_those_of_float64_autograd(Fixture fixture) {
        try (GradientModel model = open(fixture)) {
            List<LayerRef> refs = refs(fixture);
            try (Pass pass = model.run(request(fixture, refs, ScoreKind.AUTO, true))) {
                assertClose("scores", pass.scores().tensor(), fixture.scores());
                Map<LayerRef, Tensor> gradients = pass.gradients(cotangents(fixture));
                for (Fixture.Layer layer : fixture.layers()) {
                    LayerRef ref = LayerRef.of(layer.value());
                    assertClose("activations of " + layer.value(), pass.activations(ref), layer.activations());
                    assertClose("gradients of " + layer.value(), gradients.get(ref), layer.gradients());
                    assertThat(pass.activations(ref).layout()).hasToString(layer.layout());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void gradients_of_cotangents_given_after_the_run_are_the_same(Fixture fixture) {
        try (GradientModel model = open(fixture)) {
            List<LayerRef> refs = refs(fixture);
            try (Pass pass = model.run(request(fixture, refs, ScoreKind.AUTO, false))) {
                Map<LayerRef, Tensor> gradients = pass.gradients(cotangents(fixture));
                Fixture.Layer last = fixture.layers().get(fixture.layers().size() - 1);
                assertClose(last.value(), gradients.get(LayerRef.of(last.value())), last.gradients());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void gradients_of_the_output_go_through_a_final_activation(Fixture fixture) {
        List<Fixture.Layer> layers = fixture.layers().stream()
                .filter(Fixture.Layer::hasGradientsOfOutput)
                .toList();
        org.junit.jupiter.api.Assumptions.assumeFalse(layers.isEmpty(), "the model ends in its scores");
        try (GradientModel model = open(fixture)) {
            List<LayerRef> refs = refs(fixture);
            try (Pass pass = model.run(request(fixture, refs, ScoreKind.OUTPUT, true))) {
                Map<LayerRef, Tensor> gradients = pass.gradients(cotangents(fixture));
                for (Fixture.Layer layer : layers) {
                    assertClose(layer.value(), gradients.get(LayerRef.of(layer.value())), layer.gradientsOfOutput());
                }
            }
        }
    }

    /** What a session keeps between runs must not stand in for an input that is asked for as a layer. */
    @Test
    void the_input_is_a_layer_in_every_run_of_a_model() {
        Fixture fixture = Fixture.named("resnet-basic.ts17");
        LayerRef input = LayerRef.of(fixture.inputName());
        try (GradientModel model = open(fixture)) {
            for (int run = 0; run < 3; run++) {
                try (Pass pass = model.run(request(fixture, List.of(input), ScoreKind.AUTO, true))) {
                    assertClose("activations in run " + run, pass.activations(input), fixture.input());
                }
            }
        }
    }

    private static GradientModel open(Fixture fixture) {
        return new OnnxBackend().open(ModelSource.of(fixture.model()), OPTIONS);
    }

    private static List<LayerRef> refs(Fixture fixture) {
        return fixture.layers().stream()
                .map(layer -> LayerRef.of(layer.value()))
                .toList();
    }

    private static PassRequest request(Fixture fixture, List<LayerRef> refs, ScoreKind kind, boolean withClasses) {
        List<List<ClassQuery>> classes = new ArrayList<>();
        for (List<Integer> row : rows(fixture)) {
            classes.add(row.stream().<ClassQuery>map(ClassQuery.Index::new).toList());
        }
        return new PassRequest(
                Map.of(fixture.inputName(), fixture.input()),
                refs,
                kind,
                withClasses ? classes : List.of(),
                Cancellation.never());
    }

    private static List<List<Cotangent>> cotangents(Fixture fixture) {
        return rows(fixture).stream()
                .map(row -> row.stream().<Cotangent>map(Cotangent.OneHot::new).toList())
                .toList();
    }

    /** Turns classes by item into rows by target. */
    private static List<List<Integer>> rows(Fixture fixture) {
        List<List<Integer>> rows = new ArrayList<>();
        for (int k = 0; k < fixture.classes().get(0).size(); k++) {
            int target = k;
            rows.add(fixture.classes().stream().map(item -> item.get(target)).toList());
        }
        return rows;
    }

    static void assertClose(String what, Tensor actual, Tensor expected) {
        assertClose(what, actual, expected, TOLERANCE);
    }

    static void assertClose(String what, Tensor actual, Tensor expected, double tolerance) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        float[] a = actual.toFloatArray();
        float[] e = expected.toFloatArray();
        double largest = 0;
        double error = 0;
        for (int i = 0; i < e.length; i++) {
            largest = Math.max(largest, Math.abs(e[i]));
            error = Math.max(error, Math.abs((double) a[i] - e[i]));
        }
        assertThat(largest).as("largest reference value of " + what).isPositive();
        assertThat(error / largest)
                .as("max error of " + what + " over the largest reference value")
                .isLessThan(tolerance);
    }
}
