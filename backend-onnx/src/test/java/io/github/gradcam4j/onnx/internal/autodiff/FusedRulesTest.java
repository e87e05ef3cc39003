package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FusedRulesTest {
    private static Model with(int... shape) {
        Model model = new Model(17);
        model.input("x", Samples.spread(5, shape));
        return model;
    }

    /** Adds an attribute that is a list of floats to the last node. */
    private static String reals(Model model, String name, float... values) {
        NodeProto node = model.nodes.remove(model.nodes.size() - 1);
        Map<String, AttributeValue> attributes = new HashMap<>(node.attributes());
        java.util.List<Float> list = new java.util.ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        attributes.put(name, new AttributeValue.Reals(list));
        model.nodes.add(new NodeProto(
                node.name(), node.domain(), node.opType(), node.inputs(), node.outputs(), attributes, Map.of()));
        return node.outputs().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Gelu", "QuickGelu", "FastGelu"})
    void fused_activations_are_exact(String type) {
        Model model = with(2, 3, 5);
        GradientCheck.check(model, model.node("com.microsoft." + type, List.of("x")), true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BiasGelu", "FastGelu"})
    void a_bias_before_an_activation_moves_its_derivative(String type) {
        Model model = with(2, 3, 5);
        model.input("bias", Array.vector(0.3, -1, 2, 0.1, -0.4));
        GradientCheck.check(model, model.node("com.microsoft." + type, List.of("x", "bias")), false);
    }

    @Test
    void quick_gelu_has_a_slope() {
        Model model = with(2, 3, 5);
        GradientCheck.check(model, model.node("com.microsoft.QuickGelu", List.of("x"), "alpha", 0.7f), true);
    }

    @ParameterizedTest
    @CsvSource({"Relu,,", "Tanh,,", "Sigmoid,,", "LeakyRelu,0.2,", "Clip,-1,2.5", "HardSigmoid,0.3,0.4"})
    void fused_convolutions_are_exact_with_and_without_a_summand(String activation, Float first, Float second) {
        for (int more = 0; more < 3; more++) {
            Model model = with(2, 4, 7, 6);
            model.floats("w", Samples.between(1, -0.5, 0.5, 6, 2, 3, 2));
            model.floats("b", Samples.between(2, -0.5, 0.5, 6));
            if (more == 2) {
                model.input("z", Samples.spread(6, 2, 6, 4, 5));
            }
            List<String> inputs = List.of("x", "w", "b", "z").subList(0, 2 + more);
            String y = model.node(
                    "com.microsoft.FusedConv",
                    inputs,
                    "activation",
                    activation,
                    "group",
                    2,
                    "strides",
                    new long[] {2, 1},
                    "pads",
                    new long[] {1, 0, 1, 0});
            if (first != null) {
                reals(model, "activation_params", second == null ? new float[] {first} : new float[] {first, second});
            }
            GradientCheck.check(model, y, true);
        }
    }

    @Test
    void an_unknown_activation_is_refused_by_name() {
        Model model = with(2, 4, 7, 6);
        model.floats("w", Samples.between(1, -0.5, 0.5, 6, 4, 3, 2));
        String y = model.node("com.microsoft.FusedConv", List.of("x", "w"), "activation", "Swoosh");
        Tail tail = Tail.between(new GraphIndex(model.parsed(y)), List.of("x"), y);
        ValueTable table = new ValueTable(Map.of(
                "x",
                new ValueTable.Entry(
                        io.github.gradcam4j.onnx.internal.proto.DataType.FLOAT,
                        List.of(2L, 4L, 7L, 6L),
                        java.util.Optional.empty()),
                y,
                new ValueTable.Entry(
                        io.github.gradcam4j.onnx.internal.proto.DataType.FLOAT,
                        List.of(2L, 6L, 5L, 5L),
                        java.util.Optional.empty())));
        assertThatThrownBy(() -> Differentiator.differentiate(tail, table, List.of("x"), Seed.COTANGENT))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining(
                        "com.microsoft.FusedConv (node 'node0') has the activation 'Swoosh', which has no exact");
    }

    @Test
    void fused_linear_layers_are_exact() {
        Model model = with(5, 4);
        model.input("w", Samples.between(1, -0.5, 0.5, 3, 5));
        model.floats("b", Array.vector(0.2, -0.4, 0.3));
        String y = model.node(
                "com.microsoft.FusedGemm",
                List.of("x", "w", "b"),
                "transA",
                1,
                "transB",
                1,
                "alpha",
                0.7f,
                "beta",
                1.3f,
                "activation",
                "LeakyRelu",
                "activation_alpha",
                0.3f);
        GradientCheck.check(model, y, false);
    }

    @ParameterizedTest
    @CsvSource({"0,0,0,0", "1,0,0,0", "0,1,0,0", "1,1,0,0", "0,0,1,0", "1,0,0,1", "1,1,1,1"})
    void fused_matrix_products_are_exact(int turnA, int turnB, int batchA, int batchB) {
        // As the product sees them: [2, 3] of matrices 4 x 5 times 5 x 6.
        int[] a = shape(2, 3, turnA == 0 ? 4 : 5, turnA == 0 ? 5 : 4, batchA);
        int[] b = shape(2, 3, turnB == 0 ? 5 : 6, turnB == 0 ? 6 : 5, batchB);
        Model model = new Model(17);
        model.input("a", Samples.between(1, -1, 1, a));
        model.input("b", Samples.between(2, -1, 1, b));
        String y = model.node(
                "com.microsoft.FusedMatMul",
                List.of("a", "b"),
                "transA",
                turnA,
                "transB",
                turnB,
                "transBatchA",
                batchA,
                "transBatchB",
                batchB,
                "alpha",
                0.25f);
        GradientCheck.check(model, y, false);
    }

    private static int[] shape(int first, int second, int rows, int columns, int turned) {
        return turned == 0 ? new int[] {first, second, rows, columns} : new int[] {rows, first, second, columns};
    }

    @Test
    void skips_and_normalisations_are_exact_and_so_is_their_sum() {
        for (int inputs = 3; inputs <= 5; inputs++) {
            Model model = with(2, 3, 5);
            model.input("skip", Samples.spread(8, 2, 3, 5));
            model.floats("gamma", Samples.between(1, 0.5, 2, 5));
            model.floats("beta", Samples.between(2, 0.5, 2, 5));
            model.floats("bias", Samples.between(3, 0.5, 2, 5));
            String y = model.node(
                    "com.microsoft.SkipLayerNormalization",
                    List.of("x", "skip", "gamma", "beta", "bias").subList(0, inputs),
                    List.of("y", "", "", "sum"),
                    "epsilon",
                    1e-3f);
            GradientCheck.check(model, y, true);
            GradientCheck.check(model, model.node("Mul", List.of("y", "sum")), true);
        }
    }

    @Test
    void simplified_skips_are_exact() {
        for (int inputs = 3; inputs <= 4; inputs++) {
            Model model = with(2, 3, 5);
            model.input("skip", Samples.spread(8, 2, 3, 5));
            model.floats("gamma", Samples.between(1, 0.5, 2, 5));
            model.floats("bias", Samples.between(3, 0.5, 2, 5));
            String y = model.node(
                    "com.microsoft.SkipSimplifiedLayerNormalization",
                    List.of("x", "skip", "gamma", "bias").subList(0, inputs),
                    "epsilon",
                    1e-3f);
            GradientCheck.check(model, y, true);
        }
    }
}
