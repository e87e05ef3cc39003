package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Differentiates operators that ONNX Runtime's optimiser fuses out of standard ones, as the ones they stand for. */
final class FusedRules {
    private static final String CONTRIB = "com.microsoft.";
    private static final double SKIP_EPSILON = 1e-12;

    private FusedRules() {}

    static @Nullable GradientRule of(String operator) {
        if (!operator.startsWith(CONTRIB)) {
            return null;
        }
        return switch (operator.substring(CONTRIB.length())) {
            case "FusedConv" -> FusedRules::conv;
            case "FusedGemm" -> FusedRules::gemm;
            case "FusedMatMul" -> FusedRules::matMul;
            case "Gelu" -> node -> activation(node, "Gelu", Map.of());
            case "BiasGelu" -> node -> activation(node, "Gelu", Map.of());
            case "FastGelu" -> node -> activation(node, "Gelu", Emitter.attributes("approximate", "tanh"));
            case "QuickGelu" ->
                node -> activation(node, "Swish", Emitter.attributes("alpha", (float) node.real("alpha", 1.702)));
            case "SkipLayerNormalization" -> node -> skip(node, "LayerNormalization", 3, 4);
            case "SkipSimplifiedLayerNormalization" -> node -> skip(node, "RMSNormalization", 2, 3);
            default -> null;
        };
    }

    /** Differentiates {@code f(x + bias)}, the bias being optional. */
    private static void activation(Backward node, String type, Map<String, AttributeValue> attributes) {
        Expansion parts = node.expansion();
        String x = parts.in(0);
        if (node.node().input(1).isPresent()) {
            x = parts.op("Add", node.inShape(0), x, parts.in(1));
        }
        parts.makes(0, type, attributes, x);
        parts.differentiate();
    }

    private static void conv(Backward node) {
        Expansion parts = node.expansion();
        long[] shape = node.outShape(0);
        Map<String, AttributeValue> attributes = new HashMap<>(node.node().attributes());
        attributes.keySet().removeIf(name -> name.startsWith("activation"));
        String y = parts.op("Conv", attributes, shape, parts.in(0), parts.in(1));
        if (node.node().input(2).isPresent()) {
            long[] perChannel = new long[shape.length - 1];
            Arrays.fill(perChannel, 1);
            perChannel[0] = shape[1];
            y = parts.op("Add", shape, y, parts.op("Reshape", perChannel, parts.in(2), node.emit.longs(perChannel)));
        }
        if (node.node().input(3).isPresent()) {
            y = parts.op("Add", shape, y, parts.in(3));
        }
        activate(node, parts, y, node.text("activation", ""), node.reals("activation_params"));
    }

    private static void gemm(Backward node) {
        Expansion parts = node.expansion();
        Map<String, AttributeValue> attributes = new HashMap<>(node.node().attributes());
        attributes.keySet().retainAll(Set.of("transA", "transB", "alpha", "beta"));
        String[] inputs = new String[node.node().input(2).isPresent() ? 3 : 2];
        Arrays.setAll(inputs, parts::in);
        String y = parts.op("Gemm", attributes, node.outShape(0), inputs);
        double[] parameters = Stream.of("activation_alpha", "activation_beta", "activation_gamma")
                .filter(node::has)
                .mapToDouble(name -> node.real(name, 0))
                .toArray();
        activate(node, parts, y, node.text("activation", ""), parameters);
    }

    private static void activate(Backward node, Expansion parts, String y, String activation, double[] parameters) {
        double first = parameters.length > 0 ? parameters[0] : Double.NaN;
        double second = parameters.length > 1 ? parameters[1] : Double.NaN;
        switch (activation) {
            case "" -> parts.makes(0, "Identity", Map.of(), y);
            case "Relu", "Tanh", "Sigmoid", "Softplus", "Softsign" -> parts.makes(0, activation, Map.of(), y);
            case "LeakyRelu" -> parts.makes(0, activation, given("alpha", first), y);
            case "HardSigmoid" -> {
                Map<String, AttributeValue> attributes = new HashMap<>(given("alpha", first));
                attributes.putAll(given("beta", second));
                parts.makes(0, activation, attributes, y);
            }
            case "Clip" -> {
                if (parameters.length != 2) {
                    throw node.refuse("clips without two bounds in activation_params");
                }
                parts.makes(0, activation, Map.of(), y, node.emit.scalar(first), node.emit.scalar(second));
            }
            default -> throw node.refuse("has the activation '" + activation + "', which has no exact gradient rule");
        }
        parts.differentiate();
    }

    private static Map<String, AttributeValue> given(String name, double value) {
        return Double.isNaN(value) ? Map.of() : Emitter.attributes(name, (float) value);
    }

    /** {@code alpha * A' B'}: transA and transB exchange the last two axes, transBatchA and transBatchB turn the leading ones. */
    private static void matMul(Backward node) {
        Expansion parts = node.expansion();
        String a = turned(node, parts, 0, node.integer("transA", 0) != 0, node.integer("transBatchA", 0) != 0);
        String b = turned(node, parts, 1, node.integer("transB", 0) != 0, node.integer("transBatchB", 0) != 0);
        String product = parts.op("MatMul", node.outShape(0), a, b);
        parts.makes(0, "Mul", Map.of(), product, node.emit.scalar(node.real("alpha", 1)));
        parts.differentiate();
    }

    private static String turned(Backward node, Expansion parts, int input, boolean matrix, boolean batch) {
        long[] shape = node.inShape(input);
        int rank = shape.length;
        if (rank < 2 || (!matrix && !batch)) {
            return parts.in(input);
        }
        List<Long> perm = new ArrayList<>();
        for (long i = 0; i < rank; i++) {
            perm.add(i);
        }
        if (batch) {
            perm.add(rank - 2, perm.remove(0));
        }
        if (matrix) {
            perm.add(rank - 2, perm.remove(rank - 1));
        }
        long[] order = perm.stream().mapToLong(Long::longValue).toArray();
        long[] now = Arrays.stream(order).map(i -> shape[(int) i]).toArray();
        return parts.op("Transpose", Emitter.attributes("perm", order), now, parts.in(input));
    }

    /** Differentiates {@code normalise(x + skip + bias)}, whose sum may be a fourth output. */
    private static void skip(Backward node, String type, int beta, int bias) {
        Expansion parts = node.expansion();
        long[] shape = node.inShape(0);
        String sum = parts.op("Add", shape, parts.in(0), parts.in(1));
        if (node.node().input(bias).isPresent()) {
            sum = parts.op("Add", shape, sum, parts.in(bias));
        }
        Map<String, AttributeValue> attributes =
                Emitter.attributes("axis", -1, "epsilon", (float) node.real("epsilon", SKIP_EPSILON));
        if (beta == 3 && node.node().input(beta).isPresent()) {
            parts.makes(0, type, attributes, sum, parts.in(2), parts.in(beta));
        } else {
            parts.makes(0, type, attributes, sum, parts.in(2));
        }
        if (node.node().output(3).isPresent()) {
            parts.makes(3, "Identity", Map.of(), sum);
        }
        parts.differentiate();
    }
}
