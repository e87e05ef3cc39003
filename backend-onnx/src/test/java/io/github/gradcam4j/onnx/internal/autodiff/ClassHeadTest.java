package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClassHeadTest {
    private static final int CLASSES = 7;

    /** Pools {@code x}, and classifies it by a linear layer written in one of several ways. */
    private static String head(Model model, String kind) {
        model.input("x", Samples.spread(1, 3, 4, 2, 5));
        String pooled = model.node("GlobalAveragePool", List.of("x"));
        String flat = model.node("Flatten", List.of(pooled));
        model.floats("rows", Samples.spread(2, CLASSES, 4));
        model.floats("columns", Samples.spread(3, 4, CLASSES));
        model.floats("kernel", Samples.spread(4, CLASSES, 4, 1, 1));
        model.floats("bias", Samples.spread(5, CLASSES));
        model.longs("shape", 0, CLASSES);
        return switch (kind) {
            case "gemm rows" -> model.node("Gemm", List.of(flat, "rows", "bias"), "transB", 1);
            case "gemm columns" -> model.node("Gemm", List.of(flat, "columns"));
            case "scaled gemm" -> model.node("Gemm", List.of(flat, "columns"), "alpha", 0.5f);
            case "matmul and bias" ->
                model.node("Add", List.of("bias", model.node("MatMul", List.of(flat, "columns"))));
            case "convolution" -> model.node("Conv", List.of(pooled, "kernel", "bias"));
            case "flat convolution" ->
                model.node(
                        "Identity",
                        List.of(model.node(
                                "Reshape", List.of(model.node("Conv", List.of(pooled, "kernel")), "shape"))));
            case "scores of two uses" -> {
                String scores = model.node("Gemm", List.of(flat, "rows"), "transB", 1);
                yield model.node("Add", List.of(scores, model.node("Tanh", List.of(scores))));
            }
            default -> throw new AssertionError(kind);
        };
    }

    private static final List<String> KINDS = List.of(
            "gemm rows",
            "gemm columns",
            "scaled gemm",
            "matmul and bias",
            "convolution",
            "flat convolution",
            "scores of two uses");

    @Test
    void the_gradient_of_a_class_is_that_of_its_one_hot_cotangent() {
        for (String kind : KINDS) {
            Model model = new Model(13);
            String score = head(model, kind);
            int[] shape = Reference.run(model, model.inputs).get(score).shape();
            Array query = new Array(new int[] {2, 3}, new double[] {0, 6, 3, 5, 5, 1});
            Array hot = Array.of(GradientCheck.concat(2, shape), at -> at[2] == query.get(at[0], at[1]) ? 1 : 0);
            GradientPatch dense = Tables.differentiate(model, score, Seed.COTANGENT, "x");
            Array expected = gradient(Tables.run(model, score, dense, hot), dense);
            for (Seed seed : List.of(Seed.CLASS_GIVEN, Seed.CLASS_RANKED)) {
                GradientPatch patch = Tables.differentiate(model, score, seed, "x");
                Map<String, Runtime.Measured> results = Tables.run(model, score, patch, query);
                GradientCheck.assertClose(kind, gradient(results, patch), expected);
                assertThat(results.get(patch.classesOutput().orElseThrow())
                                .value()
                                .data())
                        .containsExactly(query.data());
            }
        }
    }

    private static Array gradient(Map<String, Runtime.Measured> results, GradientPatch patch) {
        return results.get(patch.gradientOutputs().get("x")).value();
    }

    @Test
    void a_linear_head_is_not_multiplied_out() {
        for (String kind : List.of("gemm rows", "gemm columns", "matmul and bias")) {
            Model model = new Model(13);
            GradientPatch patch = Tables.differentiate(model, head(model, kind), Seed.CLASS_GIVEN, "x");
            assertThat(patch.patch().nodes())
                    .extracting(NodeProto::opType)
                    .contains("Gather")
                    .doesNotContain("MatMul", "Gemm", "OneHot");
        }
    }

    @Test
    void layers_inside_the_head_get_their_own_gradients() {
        Model model = new Model(13);
        model.input("x", Samples.spread(1, 2, 4));
        model.floats("w", Samples.spread(2, 4, 3));
        model.floats("b", Samples.spread(3, 3));
        String product = model.node("MatMul", List.of("x", "w"));
        String score = model.node("Add", List.of(product, "b"));
        GradientPatch patch = Tables.differentiate(model, score, Seed.CLASS_GIVEN, "x", product, score);
        Map<String, Runtime.Measured> results =
                Tables.run(model, score, patch, new Array(new int[] {1, 2}, new double[] {2, 0}));
        double[] hot = {0, 0, 1, 1, 0, 0};
        assertThat(results.get(patch.gradientOutputs().get(product)).value().data())
                .containsExactly(hot);
        assertThat(results.get(patch.gradientOutputs().get(score)).value().data())
                .containsExactly(hot);
        assertThat(gradient(results, patch).shape()).containsExactly(1, 2, 4);
    }

    @Test
    void the_top_classes_are_those_of_their_ranks() {
        SplittableRandom random = new SplittableRandom(4);
        for (String kind : KINDS) {
            Model model = new Model(13);
            String score = head(model, kind);
            int count = random.nextInt(1, CLASSES + 1);
            Array ranks = Array.of(new int[] {count, 3}, at -> -1 - at[0]);
            GradientPatch ranked = Tables.differentiate(model, score, Seed.CLASS_RANKED, "x");
            Map<String, Runtime.Measured> expected = Tables.run(model, score, ranked, ranks);
            GradientPatch top = Tables.differentiate(model, score, Seed.CLASS_TOP, "x");
            Map<String, Runtime.Measured> results = Tables.run(model, score, top, Array.zeros(count));
            assertThat(results.get(top.classesOutput().orElseThrow()).value().data())
                    .containsExactly(expected.get(ranked.classesOutput().orElseThrow())
                            .value()
                            .data());
            GradientCheck.assertClose(kind, gradient(results, top), gradient(expected, ranked));
        }
    }

    @Test
    void ranks_are_resolved_for_each_item_and_ties_go_to_the_lower_index() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 20; round++) {
            Model model = new Model(round % 2 == 0 ? 11 : 18);
            Array x = Array.of(new int[] {3, CLASSES}, at -> random.nextInt(4));
            model.input("x", x);
            String score = model.node("Identity", List.of("x"));
            Array query = Array.of(new int[] {4, 3}, at -> random.nextInt(-CLASSES, CLASSES));
            GradientPatch patch = Tables.differentiate(model, score, Seed.CLASS_RANKED, "x");
            Map<String, Runtime.Measured> results = Tables.run(model, score, patch, query);
            Array classes = results.get(patch.classesOutput().orElseThrow()).value();
            for (int k = 0; k < 4; k++) {
                for (int n = 0; n < 3; n++) {
                    assertThat(classes.get(k, n)).isEqualTo(resolved(x, n, (int) query.get(k, n)));
                    assertThat(gradient(results, patch).get(k, n, (int) classes.get(k, n)))
                            .isEqualTo(1);
                }
            }
        }
    }

    private static int resolved(Array scores, int item, int query) {
        if (query >= 0) {
            return query;
        }
        List<Integer> order = new ArrayList<>();
        for (int c = 0; c < CLASSES; c++) {
            order.add(c);
        }
        order.sort((a, b) -> Double.compare(scores.get(item, b), scores.get(item, a)));
        return order.get(-query - 1);
    }

    @Test
    void scores_that_are_no_class_vector_refuse_class_queries() {
        Model model = new Model(13);
        model.input("x", Samples.spread(1, 2, 3, 4, 5));
        String score = model.node("Relu", List.of("x"));
        assertThatThrownBy(() -> Tables.differentiate(model, score, Seed.CLASS_GIVEN, "x"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("[2, 3, 4, 5]");
    }
}
