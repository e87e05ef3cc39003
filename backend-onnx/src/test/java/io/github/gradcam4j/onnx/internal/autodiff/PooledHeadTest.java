package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.spi.CamKernel.Weighting;
import io.github.gradcam4j.spi.ClassMaps;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The maps of all classes as one product, beside those that are summed from gradients. */
class PooledHeadTest {
    private static final LayerRef LAYER = LayerRef.of("maps");
    private static final int CHANNELS = 200;
    private static final int CLASSES = 7;
    private static final int POSITIONS = 15;

    @TempDir
    private Path folder;

    /** Writes a network whose layer of {@code N x C x 3 x 5} is pooled and classified. */
    private static byte[] network(String kind) {
        Model model = new Model(kind.equals("axes as input") ? 18 : 13);
        model.floats("kernel", Samples.spread(1, CHANNELS, 2, 1, 1));
        model.floats("rows", Samples.spread(2, CLASSES, CHANNELS));
        model.floats("columns", Samples.spread(3, CHANNELS, CLASSES));
        model.floats("bias", Samples.spread(4, CLASSES));
        model.floats("offset", Samples.spread(5, CHANNELS));
        model.longs("one row", 0, -1);
        model.longs("2 and 3", -2, -1);
        model.input("x", Array.zeros(1, 2, 3, 5));
        model.node("Relu", List.of(model.node("Conv", List.of("x", "kernel"))), List.of("maps"));
        String pooled = model.node("GlobalAveragePool", List.of("maps"));
        String flat = model.node("Flatten", List.of(pooled));
        String score = switch (kind) {
            case "rows" -> model.node("Gemm", List.of(flat, "rows", "bias"), "transB", 1);
            case "columns" -> model.node("Gemm", List.of(flat, "columns"));
            case "product and bias" ->
                model.node("Add", List.of("bias", model.node("MatMul", List.of(flat, "columns"))));
            case "mean" -> {
                String mean = model.node("ReduceMean", List.of("maps"), "axes", new long[] {2, 3}, "keepdims", 0);
                yield model.node("Gemm", List.of(mean, "rows"), "transB", 1);
            }
            case "axes as input" -> {
                String mean =
                        model.node("Reshape", List.of(model.node("ReduceMean", List.of("maps", "2 and 3")), "one row"));
                yield model.node("Gemm", List.of(mean, "rows"), "transB", 1);
            }
            case "offset means" -> model.node("MatMul", List.of(model.node("Add", List.of(flat, "offset")), "columns"));
            case "two layers" -> {
                String hidden = model.node("Tanh", List.of(flat));
                yield model.node("Gemm", List.of(hidden, "rows"), "transB", 1);
            }
            case "scaled" -> model.node("Gemm", List.of(flat, "columns"), "alpha", 0.5f);
            case "highest" ->
                model.node(
                        "Gemm",
                        List.of(model.node("Flatten", List.of(model.node("GlobalMaxPool", List.of("maps")))), "rows"),
                        "transB",
                        1);
            case "rows only" -> {
                String mean = model.node("ReduceMean", List.of("maps"), "axes", new long[] {2}, "keepdims", 0);
                String means = model.node("ReduceMean", List.of(mean), "axes", new long[] {2}, "keepdims", 0);
                yield model.node("Gemm", List.of(means, "rows"), "transB", 1);
            }
            case "used twice" ->
                model.node(
                        "Gemm",
                        List.of(model.node("Add", List.of(flat, model.node("Tanh", List.of(flat)))), "rows"),
                        "transB",
                        1);
            default -> throw new AssertionError(kind);
        };
        return model.bytes(score);
    }

    private static PassRequest request(int items, int targets, Optional<Weighting> sums) {
        SplittableRandom random = new SplittableRandom(items);
        float[] x = new float[items * 2 * POSITIONS];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-1, 1);
        }
        List<List<ClassQuery>> classes = IntStream.range(0, targets)
                .mapToObj(index -> List.<ClassQuery>of(new ClassQuery.Index(index)))
                .toList();
        return new PassRequest(
                Map.of("x", Tensor.of(x, items, 2, 3, 5)),
                List.of(LAYER),
                ScoreKind.AUTO,
                classes,
                sums,
                Cancellation.never());
    }

    private static Tensor gradients(Pass pass, int targets) {
        List<List<Cotangent>> cotangents = IntStream.range(0, targets)
                .mapToObj(index -> Collections.nCopies(pass.items(), (Cotangent) new Cotangent.OneHot(index)))
                .toList();
        return pass.gradients(cotangents).get(LAYER);
    }

    private static void compare(String kind, Pass whole, Pass plain) {
        Tensor sums = whole.classMaps(LAYER).map(ClassMaps::sums).orElseThrow(() -> new AssertionError(kind));
        assertThat(sums.shape()).isEqualTo(Shape.of(plain.items(), CLASSES, POSITIONS));
        assertThat(plain.classMaps(LAYER)).isEmpty();
        float[] gradients = gradients(plain, CLASSES).toFloatArray();
        float[] activations = plain.activations(LAYER).toFloatArray();
        assertThat(whole.activations(LAYER).toFloatArray()).containsExactly(activations);
        for (int i = 0; i < sums.shape().size(); i++) {
            int position = i % POSITIONS;
            int index = i / POSITIONS % CLASSES;
            int item = i / POSITIONS / CLASSES;
            double sum = 0;
            double size = 0;
            for (int c = 0; c < CHANNELS; c++) {
                int at = (item * CHANNELS + c) * POSITIONS + position;
                double term = (double) activations[at] * gradients[index * activations.length + at];
                sum += term;
                size += Math.abs(term);
            }
            assertThat((double) sums.floats().get(i))
                    .as("%s: class %d, item %d, position %d", kind, index, item, position)
                    .isCloseTo(sum, within(1e-6 * size));
        }
    }

    @Test
    void the_maps_of_all_classes_are_the_sums_for_any_number_of_items() throws IOException {
        for (String kind : List.of("rows", "columns", "product and bias", "mean", "axes as input", "offset means")) {
            try (GradientModel model = Question.open(folder, network(kind))) {
                for (int items : new int[] {1, 3, 2}) {
                    try (Pass whole = model.run(request(items, CLASSES, Optional.of(Weighting.CHANNEL_MEAN)));
                            Pass plain = model.run(request(items, CLASSES, Optional.empty()))) {
                        compare(kind, whole, plain);
                    }
                }
            }
        }
    }

    @Test
    void every_other_head_is_left_to_gradients() throws IOException {
        for (String kind : List.of("two layers", "scaled", "highest", "rows only", "used twice")) {
            try (GradientModel model = Question.open(folder, network(kind));
                    Pass pass = model.run(request(1, CLASSES, Optional.of(Weighting.CHANNEL_MEAN)))) {
                assertThat(pass.classMaps(LAYER)).as(kind).isEmpty();
                assertThat(gradients(pass, CLASSES).shape().dim(0)).isEqualTo(CLASSES);
            }
        }
    }

    @Test
    void one_class_and_the_wish_for_gradients_stay_what_they_were() throws IOException {
        try (GradientModel model = Question.open(folder, network("rows"))) {
            for (int targets : new int[] {1, 2, 1, CLASSES}) {
                try (Pass pass = model.run(request(1, targets, Optional.of(Weighting.ELEMENTWISE)));
                        Pass plain = model.run(request(1, targets, Optional.empty()))) {
                    assertThat(pass.classMaps(LAYER).isPresent()).isEqualTo(targets > 1);
                    assertThat(plain.classMaps(LAYER)).isEmpty();
                    assertThat(gradients(pass, targets).toFloatArray())
                            .usingComparatorWithPrecision(1e-6f)
                            .containsExactly(gradients(plain, targets).toFloatArray());
                }
            }
        }
    }

    @Test
    void a_class_that_does_not_exist_is_refused_here_too() throws IOException {
        try (GradientModel model = Question.open(folder, network("rows"))) {
            PassRequest request = request(1, CLASSES + 1, Optional.of(Weighting.CHANNEL_MEAN));
            assertThatThrownBy(() -> model.run(request))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("class 7");
        }
    }
}
