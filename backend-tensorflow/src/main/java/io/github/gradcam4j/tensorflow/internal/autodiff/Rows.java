package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Copying;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Order;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/**
 * Computes something of each row of a tensor, in a loop over the rows: the forward run happens once, and memory is needed for
 * one backward run, however many rows there are. The loop is dissolved into the graph, one row behind the other: in functions,
 * TensorFlow uses slower kernels for some operators.
 */
public final class Rows {
    private final Emitter emit;

    /** Creates what makes such loops. */
    public Rows(Emitter emit) {
        this.emit = emit;
    }

    /**
     * Makes the loop.
     *
     * @param rows a tensor
     * @param row the value that stands for one row
     * @param results what is computed of it, floats
     * @return the results of all rows, along a new first axis
     */
    public List<Value> of(Value rows, Value row, List<Value> results) {
        Set<Node> within = dependent(row, results);
        Set<Value> captured = new LinkedHashSet<>();
        for (Node node : within) {
            node.inputs().stream()
                    .filter(input -> !input.equals(row) && !within.contains(input.node()) && !isLiteral(input.node()))
                    .forEach(captured::add);
        }
        results.stream().filter(result -> !within.contains(result.node())).forEach(captured::add);
        Lists lists = new Lists(emit);
        Value count = emit.value(
                "StridedSlice",
                List.of(emit.shape(rows), emit.whole(List.of(0)), emit.whole(List.of(1)), emit.whole(List.of(1))),
                Map.of(
                        "T", Attributes.of(DataType.DT_INT32),
                        "Index", Attributes.of(DataType.DT_INT32),
                        "shrink_axis_mask", Attributes.of(1L)));
        List<Value> start = new ArrayList<>(List.of(emit.whole(0), count, rows));
        results.forEach(result -> start.add(lists.empty(result.type())));
        start.addAll(captured);

        Node loop = loop(start, row, results, List.copyOf(captured));
        List<Value> all = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            all.add(lists.stacked(loop.output(3 + i), results.get(i).type(), emit.whole(-1)));
        }
        return all;
    }

    private Node loop(List<Value> start, Value row, List<Value> results, List<Value> captured) {
        List<Node> parameters = Recording.parameters(start, emit);
        Value number = parameters.get(0).output();
        Map<Value, Value> replaced = new HashMap<>();
        replaced.put(
                row,
                emit.value(
                        "GatherV2",
                        List.of(parameters.get(2).output(), number, emit.whole(0)),
                        Map.of(
                                "Tparams", Attributes.of(row.type()),
                                "Tindices", Attributes.of(DataType.DT_INT32),
                                "Taxis", Attributes.of(DataType.DT_INT32))));
        for (int i = 0; i < captured.size(); i++) {
            replaced.put(captured.get(i), parameters.get(3 + results.size() + i).output());
        }
        Copying copy = new Copying(replaced).of(results);
        Lists lists = new Lists(emit);
        List<Value> next = new ArrayList<>(List.of(
                emit.add(number, emit.whole(1)),
                parameters.get(1).output(),
                parameters.get(2).output()));
        for (int i = 0; i < results.size(); i++) {
            next.add(lists.appended(parameters.get(3 + i).output(), copy.value(results.get(i))));
        }
        parameters.subList(3 + results.size(), parameters.size()).forEach(same -> next.add(same.output()));

        List<Node> asked = Recording.parameters(start, emit);
        Value more = emit.value(
                "Less",
                List.of(asked.get(0).output(), asked.get(1).output()),
                Map.of("T", Attributes.of(DataType.DT_INT32)));
        Map<String, AttrValue> attributes =
                Map.of("_lower_using_switch_merge", Attributes.of(true), "parallel_iterations", Attributes.of(1L));
        return emit.node(
                "While",
                start,
                attributes,
                Map.of("body", new Body(parameters, next), "cond", new Body(asked, List.of(more))));
    }

    private static boolean isLiteral(Node node) {
        return node.is("Const") && node.attribute("value").isPresent();
    }

    /** Returns the nodes that depend on a value, in order. */
    private static Set<Node> dependent(Value value, List<Value> results) {
        Set<Node> dependent = new LinkedHashSet<>();
        Set<Node> known = new HashSet<>(Set.of(value.node()));
        for (Node node : Order.of(results)) {
            if (node.inputs().stream().anyMatch(input -> known.contains(input.node()))) {
                dependent.add(node);
                known.add(node);
            }
        }
        return dependent;
    }
}
