package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds derivatives to graphs, exact ones or none. Thread-safe. */
public final class Derivatives {
    private final Rules rules;

    /**
     * Creates derivatives of TensorFlow's operators.
     *
     * @param shapes what is known of the shapes of a network
     */
    public Derivatives(Shapes shapes) {
        rules = new Rules(shapes);
    }

    /** Tells whether cotangents end at an operator, because its derivative is zero wherever it has one. */
    public static boolean isConstant(Node node) {
        return Rules.isConstant(node);
    }

    /** Tells whether gradients may go through a value. */
    public static boolean carries(Value value) {
        return Rules.carries(value);
    }

    /** Says why gradients cannot pass an operator; empty if they can. */
    public Optional<String> obstacle(Node node) {
        if (Rules.carrying(node).isEmpty()) {
            return Optional.empty();
        }
        if (rules.find(node).isEmpty()) {
            return Optional.of(Paths.obstacle(node));
        }
        for (Body body : node.bodies().values()) {
            List<Value> parameters = body.parameters().stream()
                    .map(Node::output)
                    .filter(Rules::carries)
                    .toList();
            Collection<Value> results =
                    body.results().stream().filter(Rules::carries).toList();
            for (Node inner : new Paths(parameters, results).nodes()) {
                Optional<String> obstacle = obstacle(inner);
                if (obstacle.isPresent()) {
                    return obstacle;
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Adds the nodes of a vector-Jacobian product.
     *
     * @param score the value that is differentiated
     * @param cotangent its cotangent
     * @param targets the values whose gradients are wanted
     * @param emit makes nodes
     * @return the gradients, and the loops that must run for them
     */
    public Derived gradients(Value score, Value cotangent, Collection<Value> targets, Emitter emit) {
        Differentiator differentiator = new Differentiator(rules, emit, new Paths(targets, List.of(score)));
        return new Derived(differentiator.gradients(Map.of(score, cotangent)), differentiator.replacements());
    }

    /**
     * Is the result of differentiation.
     *
     * @param gradients the gradients by target; none where no way leads to it
     * @param replacements loops that must run in place of those of the network
     */
    public record Derived(Map<Value, Value> gradients, Replacements replacements) {}
}
