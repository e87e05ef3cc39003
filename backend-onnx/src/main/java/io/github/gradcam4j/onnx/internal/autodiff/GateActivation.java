package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Is an activation function of a recurrent operator.
 *
 * @param operator the operator that computes it
 * @param attributes attributes of that operator
 * @param alpha slope of HardSigmoid, unused elsewhere
 */
record GateActivation(String operator, Map<String, AttributeValue> attributes, double alpha) {

    /** Returns the activations of one direction. */
    static List<GateActivation> of(Backward node, int direction, String... defaults) {
        List<String> names = texts(node, "activations");
        List<GateActivation> all = new ArrayList<>();
        List<Float> alphas = reals(node, "activation_alpha");
        List<Float> betas = reals(node, "activation_beta");
        int hard = 0;
        int count = names.isEmpty() ? (direction + 1) * defaults.length : names.size();
        for (int i = 0; i < count; i++) {
            String name = (names.isEmpty() ? defaults[i % defaults.length] : names.get(i)).toLowerCase(Locale.ROOT);
            all.add(
                    switch (name) {
                        case "sigmoid" -> new GateActivation("Sigmoid", Map.of(), 0);
                        case "tanh" -> new GateActivation("Tanh", Map.of(), 0);
                        case "relu" -> new GateActivation("Relu", Map.of(), 0);
                        case "softsign" -> new GateActivation("Softsign", Map.of(), 0);
                        case "hardsigmoid" -> {
                            float alpha = hard < alphas.size() ? alphas.get(hard) : 0.2f;
                            float beta = hard < betas.size() ? betas.get(hard) : 0.5f;
                            hard++;
                            yield new GateActivation(
                                    "HardSigmoid", Emitter.attributes("alpha", alpha, "beta", beta), alpha);
                        }
                        default -> throw node.refuse("uses the activation '" + name + "', which has no exact rule");
                    });
        }
        return all.subList(direction * defaults.length, (direction + 1) * defaults.length);
    }

    private static List<String> texts(Backward node, String name) {
        return node.node().attributes().get(name) instanceof AttributeValue.Texts list ? list.values() : List.of();
    }

    private static List<Float> reals(Backward node, String name) {
        @Nullable AttributeValue value = node.node().attributes().get(name);
        return value instanceof AttributeValue.Reals list ? list.values() : List.of();
    }

    String value(Emitter e, String z) {
        return e.op(operator, attributes, z);
    }

    String value(ScanBody body, String z) {
        return body.op(operator, attributes, z);
    }

    /** Returns the derivative where the function is {@code y}. */
    String slope(Emitter e, String y) {
        return switch (operator) {
            case "Sigmoid" -> e.mul(y, e.complement(y));
            case "Tanh" -> e.complement(e.mul(y, y));
            case "Relu" -> e.toFloat(e.positive(y));
            case "Softsign" -> {
                String rest = e.complement(e.op("Abs", y));
                yield e.mul(rest, rest);
            }
            default -> e.mul(e.toFloat(e.op("And", e.positive(y), e.op("Less", y, e.scalar(1)))), alpha);
        };
    }
}
