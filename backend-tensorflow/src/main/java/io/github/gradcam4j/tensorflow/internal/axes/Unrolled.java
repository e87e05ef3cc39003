package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Is an axis whose steps a network goes through one by one, without a loop: each is taken out, something is made of it and of
 * those before it, and the results become one value.
 *
 * @param whole what the steps are taken out of
 * @param axis the axis
 */
record Unrolled(Value whole, int axis) {
    /** Long sequences would be walked through once for each step. */
    private static final int MOST_NODES = 100_000;

    /** Finds the axis for the results of all steps, in their order. */
    static Optional<Unrolled> of(List<Value> results, GraphFlow flow) {
        Map<Unrolled, Integer> last = new HashMap<>();
        int left = MOST_NODES;
        for (int i = 0; i < results.size(); i++) {
            Map<Unrolled, Integer> reached = new HashMap<>();
            left = walk(results.get(i), left, reached, flow);
            int step = i;
            reached.values().removeIf(index -> index != step);
            if (i > 0) {
                last.keySet().retainAll(reached.keySet());
            } else {
                last.putAll(reached);
            }
            if (last.isEmpty() || left <= 0) {
                return Optional.empty();
            }
        }
        return last.keySet().stream()
                .filter(found -> flow.readings()
                        .shape(found.whole())
                        .filter(shape -> shape.get(found.axis()) == results.size())
                        .isPresent())
                .findFirst();
    }

    /** Notes the last step of each axis that a value depends on; returns how many nodes may still be visited. */
    private static int walk(Value result, int most, Map<Unrolled, Integer> reached, GraphFlow flow) {
        Deque<Value> open = new ArrayDeque<>(List.of(result));
        Set<Node> seen = new HashSet<>();
        int left = most;
        while (!open.isEmpty() && left-- > 0) {
            Value value = open.pop();
            Optional<Pick> pick = Pick.of(value, flow);
            if (pick.isPresent()) {
                reached.merge(pick.get().from(), pick.get().index(), Math::max);
            } else if (!flow.isFixed(value) && seen.add(value.node())) {
                value.node().inputs().forEach(open::push);
            }
        }
        return left;
    }

    /** Is one step of an axis. */
    private record Pick(Unrolled from, int index) {
        static Optional<Pick> of(Value value, GraphFlow flow) {
            Node node = value.node();
            if (node.is("Unpack")) {
                Operation unpack = new Operation(node, flow);
                int axis = Operation.axis(unpack.number("axis"), unpack.taken().size());
                return Optional.of(new Pick(new Unrolled(node.input(0), axis), value.output()));
            }
            return node.is("StridedSlice") && !flow.isFixed(value) ? sliced(node, flow) : Optional.empty();
        }

        private static Optional<Pick> sliced(Node node, GraphFlow flow) {
            List<StridedSlicing.Taken> axes =
                    StridedSlicing.of(new Operation(node, flow)).axes();
            Optional<Pick> found = Optional.empty();
            for (int axis = 0; axis < axes.size(); axis++) {
                if (axes.get(axis).goes() && axes.get(axis).start() < StridedSlicing.NOWHERE) {
                    int index = Math.toIntExact(axes.get(axis).start());
                    found = Optional.of(new Pick(new Unrolled(node.input(0), axis), index));
                }
            }
            return found;
        }
    }
}
