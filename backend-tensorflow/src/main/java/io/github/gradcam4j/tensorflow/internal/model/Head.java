package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.Optional;

/**
 * Is the end of a network: an output, and the value before a final activation where one is recognised.
 *
 * @param output the output
 * @param logits the value before the activation
 * @param activation the activation
 */
record Head(Value output, Optional<Value> logits, Activation activation) {
    static Head of(Value output) {
        Node node = output.node();
        while (node.is("Identity") || node.is("Cast")) {
            node = node.input(0).node();
        }
        boolean softmax = node.is("Softmax");
        if (softmax || node.is("Sigmoid")) {
            return new Head(output, Optional.of(node.input(0)), softmax ? Activation.SOFTMAX : Activation.SIGMOID);
        }
        return new Head(output, Optional.empty(), Activation.NONE);
    }

    /** Returns the value before the activation, if there is one. */
    Value scores() {
        return logits.orElse(output);
    }
}
