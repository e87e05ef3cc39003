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
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sizes that are fed as numbers, n of 6 positions: they are 0 while the model is measured, and another one in every run. */
class DataSizesTest {
    private static final LayerRef LAYER = LayerRef.of("relu");
    private static final float[] POSITIONS = {4, 1, 6, 3, 5, 2, 1, 2, 3, 4, 5, 6};

    private final Model m = new Model(17);

    @TempDir
    private Path folder;

    @BeforeEach
    void startTheModel() {
        m.input("x", Array.zeros(1, 2, 6));
        m.input("size", Array.zeros(1));
        m.node("Relu", List.of("x"), List.of("relu"));
        m.node("Cast", List.of(m.node("ReduceMax", List.of("size"), "keepdims", 1)), List.of("n"), "to", 7);
        m.longs("zero", 0);
        m.longs("two", 2);
    }

    private void mean(String value) {
        m.node("ReduceMean", List.of(value), List.of("y"), "axes", new long[] {2}, "keepdims", 0);
    }

    private static float[] gradient(float... ofFirstChannel) {
        return java.util.Arrays.copyOf(ofFirstChannel, 12);
    }

    @Test
    void a_mean_over_the_first_positions() throws IOException {
        mean(m.node("Slice", List.of("relu", "zero", "n", "two")));
        check(n -> gradient(firstOf(n, 1f / n)));
    }

    @Test
    void a_mean_over_positions_that_a_range_counts() throws IOException {
        mean(countedByRange());
        check(n -> gradient(firstOf(n, 1f / n)));
    }

    private String countedByRange() {
        m.longs("none", new int[0], 0);
        m.longs("one", new int[0], 1);
        String count = m.node("Squeeze", List.of("n"));
        String range = m.node("Range", List.of("none", count, "one"));
        return m.node("Gather", List.of("relu", range), "axis", 2);
    }

    @Test
    void copies_that_are_summed() throws IOException {
        String pooled = m.node("ReduceMean", List.of("relu"), "axes", new long[] {2});
        m.longs("ones", 1, 1);
        String copies = m.node("Expand", List.of(pooled, m.node("Concat", List.of("ones", "n"), "axis", 0)));
        m.node("ReduceSum", List.of(copies, "two"), List.of("y"), "keepdims", 0);
        check(n -> gradient(firstOf(6, n / 6f)));
    }

    @Test
    void the_largest_values() throws IOException {
        m.node("TopK", List.of("relu", "n"), List.of("largest", "places"), "axis", 2);
        mean("largest");
        check(n -> {
            float[] gradient = new float[12];
            for (int i = 0; i < 6; i++) {
                gradient[i] = POSITIONS[i] > 6 - n ? 1f / n : 0;
            }
            return gradient;
        });
    }

    @Test
    void batches_of_the_same_sizes() throws IOException {
        mean(countedByRange());
        try (GradientModel model = open()) {
            for (int items : new int[] {1, 3, 2, 1}) {
                float[] positions = new float[items * POSITIONS.length];
                float[] expected = new float[positions.length];
                float[] sizes = new float[items];
                java.util.Arrays.fill(sizes, 4);
                List<Cotangent> row = new ArrayList<>();
                for (int item = 0; item < items; item++) {
                    System.arraycopy(POSITIONS, 0, positions, item * POSITIONS.length, POSITIONS.length);
                    System.arraycopy(firstOf(4, 0.25f), 0, expected, item * POSITIONS.length, 6);
                    row.add(new Cotangent.OneHot(0));
                }
                Map<String, Tensor> inputs =
                        Map.of("x", Tensor.of(positions, items, 2, 6), "size", Tensor.of(sizes, items));
                try (Pass pass = model.run(PassRequest.forward(inputs, List.of(LAYER)))) {
                    float[] found = Optional.ofNullable(
                                    pass.gradients(List.of(row)).get(LAYER))
                            .orElseThrow()
                            .toFloatArray();
                    assertThat(found).containsExactly(expected, Offset.offset(1e-6f));
                }
            }
        }
    }

    private GradientModel open() throws IOException {
        Path file = Files.write(folder.resolve("sized.onnx"), m.bytes("y"));
        return new OnnxBackend().open(ModelSource.of(file), ModelOptions.defaults());
    }

    private static float[] firstOf(int n, float value) {
        float[] values = new float[6];
        java.util.Arrays.fill(values, 0, n, value);
        return values;
    }

    private void check(IntFunction<float[]> expected) throws IOException {
        try (GradientModel model = open()) {
            for (int n : new int[] {3, 5, 1, 3, 6}) {
                Map<String, Tensor> inputs =
                        Map.of("x", Tensor.of(POSITIONS, 1, 2, 6), "size", Tensor.of(new float[] {n}, 1));
                List<List<ClassQuery>> classes = List.of(List.of(new ClassQuery.Index(0)));
                compare(
                        model,
                        new PassRequest(inputs, List.of(LAYER), ScoreKind.AUTO, classes, Cancellation.never()),
                        expected.apply(n));
                compare(model, PassRequest.forward(inputs, List.of(LAYER)), expected.apply(n));
            }
        }
    }

    private static void compare(GradientModel model, PassRequest request, float[] expected) {
        try (Pass pass = model.run(request)) {
            Map<LayerRef, Tensor> gradients = pass.gradients(List.of(List.of(new Cotangent.OneHot(0))));
            assertThat(Optional.ofNullable(gradients.get(LAYER)).orElseThrow().toFloatArray())
                    .containsExactly(expected, Offset.offset(1e-6f));
        }
    }
}
