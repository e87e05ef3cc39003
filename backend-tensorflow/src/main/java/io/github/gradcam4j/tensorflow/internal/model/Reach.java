package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.tensorflow.internal.autodiff.Derivatives;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Order;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells which values a score depends on, and what stands in the way of the gradients at them. */
final class Reach {
    private final Set<Value> needed = new HashSet<>();
    private final Set<Value> differentiable = new HashSet<>();
    private final Map<Value, String> obstacles = new HashMap<>();

    Reach(Value score, Derivatives derivatives) {
        List<Node> order = Order.of(List.of(score));
        needed.add(score);
        differentiable.add(score);
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            boolean used = false;
            boolean carries = false;
            Optional<String> obstacle = Optional.empty();
            for (int output = 0; output < node.types().size(); output++) {
                Value value = node.output(output);
                used |= needed.contains(value);
                carries |= differentiable.contains(value);
                obstacle = obstacle.or(() -> Optional.ofNullable(obstacles.get(value)));
            }
            if (used) {
                follow(node, carries, obstacle, derivatives);
            }
        }
    }

    private void follow(Node node, boolean carries, Optional<String> behind, Derivatives derivatives) {
        needed.addAll(node.inputs());
        if (!carries || Derivatives.isConstant(node)) {
            return;
        }
        Optional<String> obstacle = behind.or(() -> derivatives.obstacle(node));
        for (Value input : node.inputs()) {
            if (Derivatives.carries(input)) {
                differentiable.add(input);
                obstacle.ifPresent(what -> obstacles.putIfAbsent(input, what));
            }
        }
    }

    /** Tells whether the score is computed from a value, in whatever way. */
    boolean isNeeded(Value value) {
        return needed.contains(value);
    }

    /** Tells whether a change of a value, however small, may change the score. */
    boolean isDifferentiable(Value value) {
        return differentiable.contains(value);
    }

    /** Says which operator without a rule gradients at a value would have to pass. */
    Optional<String> obstacle(Value value) {
        return Optional.ofNullable(obstacles.get(value));
    }
}
