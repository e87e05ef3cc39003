package io.github.gradcam4j.tensorflow.internal.graph;

import java.util.List;

/**
 * Is what an operator with functions runs: the body or condition of a loop, a branch. It uses nothing from outside but its
 * parameters.
 *
 * @param parameters nodes of operator {@link #PARAMETER}, with one output each
 * @param results values made of the parameters
 */
public record Body(List<Node> parameters, List<Value> results) {
    /** The operator of parameters. */
    public static final String PARAMETER = "_Arg";

    /** Copies the lists. */
    public Body {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
    }
}
