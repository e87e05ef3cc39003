package io.github.gradcam4j.pytorch.internal.axes;

import java.util.List;

/**
 * One use of an operator.
 *
 * @param operator its name in PyTorch
 * @param rule what it does to axes
 * @param inputs what it reads
 * @param output what it makes
 */
record Step(String operator, Rule rule, List<Node> inputs, Node output) {
    Node input() {
        return inputs.get(0);
    }
}
