package io.github.gradcam4j.tensorflow.internal.graph;

import org.tensorflow.proto.DataType;

/**
 * Is one output of a node.
 *
 * @param node the node
 * @param output which output, from 0
 */
public record Value(Node node, int output) {
    /** Returns the element type. */
    public DataType type() {
        return node.types().get(output);
    }

    /** Tells whether it has numbers that can carry gradients. */
    public boolean isFloating() {
        return Node.isFloating(type());
    }

    /** Returns the name in TensorFlow's form. */
    @Override
    public String toString() {
        return output == 0 ? node.name() : node.name() + ":" + output;
    }
}
