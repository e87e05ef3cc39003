package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.HashMap;
import java.util.Map;

/**
 * Multiplies planes by numbers, and so takes them into the runtime's blocks. A number by which they were multiplied before,
 * with only products and convolutions since, joins the new one.
 */
final class Scaling {
    private final Emitter emit;
    private final Map<String, Scaled> made = new HashMap<>();

    Scaling(Emitter emit) {
        this.emit = emit;
    }

    /** Is a value as a number times another. */
    private record Scaled(double factor, String value) {}

    /** Multiplies planes of so many channels. */
    String scaled(String planes, long channels, double factor) {
        Scaled apart = apart(planes);
        Scaled whole = new Scaled(apart.factor * factor, apart.value);
        String scaled = Blocks.scaled(emit, whole.value, channels, whole.factor);
        made.put(scaled, whole);
        return scaled;
    }

    private Scaled apart(String value) {
        Scaled known = made.get(value);
        if (known != null) {
            return known;
        }
        return emit.maker(value)
                .map(node -> switch (node.opType()) {
                    case "Mul" -> product(node);
                    // Behind a bias, a number before the convolution is none of the whole.
                    case "Conv" -> node.inputs().size() == 2 ? convolution(node) : null;
                    default -> null;
                })
                .filter(apart -> apart.factor != 1)
                .orElse(new Scaled(1, value));
    }

    private Scaled product(NodeProto node) {
        Scaled first = apart(node.inputs().get(0));
        Scaled second = apart(node.inputs().get(1));
        return new Scaled(first.factor * second.factor, emit.mul(first.value, second.value));
    }

    private Scaled convolution(NodeProto node) {
        Scaled input = apart(node.inputs().get(0));
        String weight = node.inputs().get(1);
        return new Scaled(input.factor, emit.op("Conv", node.attributes(), input.value, weight));
    }
}
