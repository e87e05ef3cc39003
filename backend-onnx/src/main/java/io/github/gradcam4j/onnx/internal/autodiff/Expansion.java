package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Differentiates an operator as the simpler ones that it stands for: they are added to the graph, and their own rules applied
 * to them. Those whose values no rule reads are never run.
 */
final class Expansion {
    private final Backward whole;
    private final Pullback pullback;
    private final List<NodeProto> parts = new ArrayList<>();
    private final Set<String> made = new HashSet<>();
    private final Map<Integer, String> casts = new HashMap<>();

    Expansion(Backward whole, Pullback pullback) {
        this.whole = whole;
        this.pullback = pullback;
    }

    /** Returns an input as floats; what flows back to it is the gradient of the whole operator's input. */
    String in(int input) {
        String name = whole.inName(input);
        String floats = whole.in(input);
        if (!floats.equals(name)) {
            casts.put(input, floats);
            pullback.know(floats, whole.wants(input), whole.inShape(input));
        }
        return floats;
    }

    String op(String type, long[] shape, String... inputs) {
        return op(type, Map.of(), shape, inputs);
    }

    /** Adds an operator with one float result of the given shape. */
    String op(String type, Map<String, AttributeValue> attributes, long[] shape, String... inputs) {
        String result = whole.emit.op(type, attributes, inputs);
        if (made.add(result)) {
            pullback.know(result, Arrays.stream(inputs).anyMatch(pullback::isActive), shape);
            parts.add(part(type, attributes, result, inputs));
        }
        return result;
    }

    /** Says what makes an output of the whole operator, whose own value is taken for the result. */
    void makes(int output, String type, Map<String, AttributeValue> attributes, String... inputs) {
        whole.gradient(output);
        parts.add(part(type, attributes, whole.outName(output), inputs));
    }

    private static NodeProto part(
            String type, Map<String, AttributeValue> attributes, String result, String... inputs) {
        return new NodeProto("", "", type, List.of(inputs), List.of(result), attributes, Map.of());
    }

    /** Applies the rules of all parts, the last one first. */
    void differentiate() {
        for (int i = parts.size() - 1; i >= 0; i--) {
            NodeProto part = parts.get(i);
            String result = part.outputs().get(0);
            if (pullback.take(result).isPresent()
                    && part.inputs().stream().anyMatch(pullback::isActive)
                    && Tail.passesGradients(part)) {
                Backward backward = new Backward(part, pullback);
                GradientRules.find(part)
                        .orElseThrow(() -> new IllegalStateException("no rule for " + part.opType()))
                        .apply(backward);
                backward.close();
            }
            if (made.contains(result)) {
                pullback.drop(result);
            }
        }
        for (int i = 0; i < whole.inputs(); i++) {
            if (whole.wants(i)) {
                int input = i;
                String floats = casts.get(input);
                if (floats == null) {
                    whole.giveNothing(input);
                } else {
                    pullback.take(floats).ifPresent(gradient -> whole.give(input, gradient));
                    pullback.drop(floats);
                }
            }
        }
    }
}
