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
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks in half and brain precision, and quantised ones, against float64 gradients of their tails at the same activations. */
class ReducedPrecisionTest {
    static List<Fixture> fixtures() {
        return Fixture.below("reduced");
    }

    @Test
    void there_are_recorded_cases_of_half_precision_inside_and_outside_and_of_brain_floats() {
        assertThat(fixtures())
                .extracting(Fixture::name)
                .contains("half.ts17", "half.ts13", "half-inside.ts17", "brain.ts17")
                .filteredOn(name -> name.startsWith("qdq-"))
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void gradients_are_those_of_a_tail_in_single_precision_at_the_same_activations(Fixture fixture) {
        LayerRef layer = layer(fixture);
        try (GradientModel model = open(fixture);
                Pass pass = model.run(request(model, fixture, List.of(layer), true))) {
            Fixture.Layer recorded = fixture.layers().get(0);
            RecordedGradientsTest.assertClose("activations", pass.activations(layer), recorded.activations());
            Tensor gradients = pass.gradients(cotangents(fixture)).get(layer);
            RecordedGradientsTest.assertClose("gradients", gradients, recorded.gradients());
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void a_question_after_the_run_and_further_layers_change_nothing(Fixture fixture) {
        LayerRef layer = layer(fixture);
        try (GradientModel model = open(fixture)) {
            List<LayerRef> layers = new ArrayList<>(List.of(layer));
            model.layers(Map.of(fixture.inputName(), fixture.input().shape())).stream()
                    .filter(info -> info.onScorePath()
                            && !info.isCalled(layer.name())
                            && List.of("Relu", "Conv", "GlobalAveragePool", "DequantizeLinear")
                                    .contains(info.operator()))
                    .forEach(info -> layers.add(info.ref()));
            assertThat(layers).hasSizeGreaterThan(4);
            try (Pass pass = model.run(request(model, fixture, layers, false))) {
                Map<LayerRef, Tensor> all = pass.gradients(cotangents(fixture));
                RecordedGradientsTest.assertClose(
                        "gradients", all.get(layer), fixture.layers().get(0).gradients());
                for (LayerRef other : layers) {
                    try (Pass alone = model.run(request(model, fixture, List.of(other), true))) {
                        Tensor expected = alone.gradients(cotangents(fixture)).get(other);
                        // The runtime rounds the forward values of two sessions at different places.
                        RecordedGradientsTest.assertClose("gradients of " + other, all.get(other), expected, 2e-3);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void layers_before_a_rounding_say_so(Fixture fixture) {
        try (GradientModel model = open(fixture)) {
            List<LayerInfo> layers =
                    model.layers(Map.of(fixture.inputName(), fixture.input().shape()));
            boolean quantised = fixture.name().startsWith("qdq-");
            assertThat(layers)
                    .filteredOn(layer -> layer.isCalled(layer(fixture).name()))
                    .allSatisfy(layer -> assertThat(layer.notes()).hasSize(quantised ? 1 : 0))
                    .isNotEmpty();
            assertThat(layers)
                    .filteredOn(layer -> layer.ref().name().equals("output"))
                    .allSatisfy(layer -> assertThat(layer.notes()).isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void scores_stay_the_model_s_own(Fixture fixture) {
        try (GradientModel model = open(fixture);
                Pass plain = model.run(request(model, fixture, List.of(), false));
                Pass explained = model.run(request(model, fixture, List.of(layer(fixture)), true))) {
            assertThat(explained.scores().tensor().toFloatArray())
                    .usingComparatorWithPrecision(2e-3f)
                    .containsExactly(plain.scores().tensor().toFloatArray());
        }
    }

    private static LayerRef layer(Fixture fixture) {
        return LayerRef.of(fixture.layers().get(0).value());
    }

    private static GradientModel open(Fixture fixture) {
        return new OnnxBackend().open(ModelSource.of(fixture.model()), ModelOptions.defaults());
    }

    private static PassRequest request(GradientModel model, Fixture fixture, List<LayerRef> layers, boolean classes) {
        List<List<ClassQuery>> queries = IntStream.range(0, 2)
                .mapToObj(k -> fixture.classes().stream()
                        .<ClassQuery>map(item -> new ClassQuery.Index(item.get(k)))
                        .toList())
                .toList();
        Tensor input = fixture.input();
        boolean half = model.signature().input(fixture.inputName()).dtype() == DType.FLOAT16;
        return new PassRequest(
                Map.of(fixture.inputName(), half ? halved(input) : input),
                layers,
                ScoreKind.AUTO,
                classes ? queries : List.of(),
                Cancellation.never());
    }

    private static List<List<Cotangent>> cotangents(Fixture fixture) {
        return IntStream.range(0, 2)
                .mapToObj(k -> fixture.classes().stream()
                        .<Cotangent>map(item -> new Cotangent.OneHot(item.get(k)))
                        .toList())
                .toList();
    }

    /** The recorded inputs are normal numbers of half precision, so that nothing is rounded. */
    private static Tensor halved(Tensor floats) {
        ByteBuffer halves = Tensor.allocate(DType.FLOAT16, floats.shape().size());
        for (float value : floats.toFloatArray()) {
            int bits = Float.floatToIntBits(value);
            int exponent = (bits >>> 23 & 0xFF) - 127 + 15;
            halves.putShort((short) (value == 0 ? 0 : bits >>> 16 & 0x8000 | exponent << 10 | bits >>> 13 & 0x3FF));
        }
        Tensor half = Tensor.over(DType.FLOAT16, Shape.of(floats.shape().dims()), halves.flip());
        for (int i = 0; i < 50; i++) {
            assertThat(half.toFloatArray()[i])
                    .isEqualTo(floats.toFloatArray()[i], org.assertj.core.data.Offset.offset(1e-6f));
        }
        return half;
    }
}
