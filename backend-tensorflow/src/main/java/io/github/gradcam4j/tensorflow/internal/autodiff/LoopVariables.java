package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells what the variables of a loop are to its derivative.
 *
 * @param invariants those that the body hands on as they are
 * @param changing all others
 * @param differentiated those that gradients go through: they depend on what is wanted, and results with cotangents on them
 */
record LoopVariables(List<Integer> invariants, List<Integer> changing, List<Integer> differentiated) {
    /**
     * Looks at a loop.
     *
     * @param given the outputs that have cotangents
     * @param wanted the inputs whose cotangents are wanted
     */
    static LoopVariables of(Node loop, Set<Integer> given, Set<Integer> wanted) {
        Body body = loop.body("body");
        List<Integer> invariants = new ArrayList<>();
        List<Integer> changing = new ArrayList<>();
        for (int i = 0; i < body.parameters().size(); i++) {
            (source(body.results().get(i)).equals(body.parameters().get(i).output()) ? invariants : changing).add(i);
        }
        Set<Integer> reached = new TreeSet<>(wanted);
        while (reached.addAll(dependent(body, reached))) {
            // until no step reaches more
        }
        Set<Integer> reaching = new TreeSet<>(given);
        while (reaching.addAll(needed(body, reaching))) {
            // until no step reaches more
        }
        reached.retainAll(reaching);
        return new LoopVariables(invariants, changing, List.copyOf(reached));
    }

    /** Returns the value that passed through to here. */
    static Value source(Value value) {
        Value source = value;
        while (source.node().is("Identity")) {
            source = source.node().input(0);
        }
        return source;
    }

    /** Returns the results that depend on some parameters. */
    private static Set<Integer> dependent(Body body, Set<Integer> parameters) {
        Paths paths = new Paths(
                parameters.stream().map(i -> body.parameters().get(i).output()).toList(), body.results());
        Set<Integer> dependent = new HashSet<>();
        for (int i = 0; i < body.results().size(); i++) {
            if (paths.isActive(body.results().get(i))) {
                dependent.add(i);
            }
        }
        return dependent;
    }

    /** Returns the parameters that some results depend on. */
    private static Set<Integer> needed(Body body, Set<Integer> results) {
        Set<Integer> needed = new HashSet<>();
        for (int i = 0; i < body.parameters().size(); i++) {
            Value parameter = body.parameters().get(i).output();
            Paths paths = new Paths(
                    List.of(parameter),
                    results.stream().map(body.results()::get).toList());
            boolean needs = results.stream()
                    .anyMatch(result -> paths.isActive(body.results().get(result)));
            if (Rules.carries(parameter) && needs) {
                needed.add(i);
            }
        }
        return needed;
    }

    boolean isInvariant(int variable) {
        return invariants.contains(variable);
    }
}
