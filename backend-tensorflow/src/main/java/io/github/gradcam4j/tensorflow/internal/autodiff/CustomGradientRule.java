package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Copying;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes the derivative that a model brings along for a function: see {@link Node#CUSTOM_GRADIENT}. */
final class CustomGradientRule implements GradientRule {
    @Override
    public void apply(Node node, Pullback pullback, Emitter emit) {
        Body body = node.body("gradient");
        int outputs = node.types().size();
        Map<Value, Value> given = new HashMap<>();
        for (int i = 0; i < body.parameters().size(); i++) {
            Value value = node.input(i);
            if (i < outputs) {
                Value cotangent = pullback.cotangents().get(i);
                value = cotangent == null ? emit.zerosLike(node.output(i)) : cotangent;
            }
            given.put(body.parameters().get(i).output(), value);
        }
        List<Value> results = new Copying(given).of(body.results()).values(body.results());
        for (int i = 0; i < results.size(); i++) {
            pullback.give(outputs - results.size() + i, results.get(i));
        }
    }
}
