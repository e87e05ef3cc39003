package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.Map;

/** Softmax along the last axis, and what is made of it. */
final class ProbabilityRules {
    private ProbabilityRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        ElementRules.add("Softmax", (g, x, y, emit) -> throughSoftmax(g, y, emit), rules);
        ElementRules.add(
                "LogSoftmax",
                (g, x, y, emit) -> emit.subtract(g, emit.multiply(emit.of("Exp", y), sum(g, emit))),
                rules);
        rules.put("SoftmaxCrossEntropyWithLogits", ProbabilityRules::crossEntropy);
        rules.put("SparseSoftmaxCrossEntropyWithLogits", (node, pullback, emit) -> {
            Value backward = emit.multiply(rows(pullback.cotangent(node, 0, emit), emit), node.output(1));
            Value second = pullback.cotangent(node, 1, emit);
            pullback.give(0, emit.add(backward, throughSoftmax(second, emit.of("Softmax", node.input(0)), emit)));
        });
    }

    private static Value sum(Value value, Emitter emit) {
        return emit.sum(value, emit.whole(List.of(-1)), true);
    }

    private static Value rows(Value vector, Emitter emit) {
        return emit.of("ExpandDims", vector, emit.whole(1));
    }

    private static Value throughSoftmax(Value g, Value y, Emitter emit) {
        return emit.multiply(emit.subtract(g, sum(emit.multiply(g, y), emit)), y);
    }

    /** The second output is the softmax less the labels. */
    private static void crossEntropy(Node node, Pullback pullback, Emitter emit) {
        Value logits = node.input(0);
        Value labels = node.input(1);
        Value loss = rows(pullback.cotangent(node, 0, emit), emit);
        Value second = pullback.cotangent(node, 1, emit);
        if (pullback.wants(0)) {
            Value softmax = emit.of("Softmax", logits);
            Value slope = emit.subtract(emit.multiply(softmax, sum(labels, emit)), labels);
            Value whole = emit.add(emit.multiply(loss, slope), throughSoftmax(second, softmax, emit));
            pullback.give(0, emit.sumTo(whole, logits));
        }
        if (pullback.wants(1)) {
            Value whole = emit.add(emit.multiply(loss, emit.of("LogSoftmax", logits)), second);
            pullback.give(1, emit.sumTo(emit.negate(whole), labels));
        }
    }
}
