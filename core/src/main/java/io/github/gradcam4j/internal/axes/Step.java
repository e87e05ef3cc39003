package io.github.gradcam4j.internal.axes;

import java.util.List;

/**
 * One use of an operator.
 *
 * @param operator its name in the framework
 * @param rule what it does to axes
 * @param inputs what it reads, one at least
 * @param output what it makes
 */
public record Step(String operator, Rule rule, List<Node> inputs, Node output) {
    /** Returns the first input. */
    public Node input() {
        return inputs.get(0);
    }
}
