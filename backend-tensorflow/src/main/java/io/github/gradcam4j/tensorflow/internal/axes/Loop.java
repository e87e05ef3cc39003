package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.RecurrentRule;
import io.github.gradcam4j.internal.axes.ReduceRule;
import io.github.gradcam4j.internal.axes.ReverseRule;
import io.github.gradcam4j.internal.axes.SameAxesRule;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.DataType;

/**
 * Is a recurrent layer: a loop that reads a list of the steps of a sequence and hands on a state of each item. Other loops, such
 * as one that goes through the items, are none.
 *
 * @param use the loop
 * @param sequence what the list was made of, steps first
 * @param flow the network
 */
record Loop(io.github.gradcam4j.tensorflow.internal.graph.Node use, Value sequence, GraphFlow flow) {
    static void register(Translations.Registry registry) {
        registry.put("While StatelessWhile", a -> find(a.use(), a.flow()).ifPresent(loop -> loop.writeStates(a)));
        registry.put("TensorListStack", a -> {
            Value list = a.source(0);
            find(list.node(), a.flow()).ifPresent(loop -> loop.writeSequence(a));
        });
    }

    static Optional<Loop> find(io.github.gradcam4j.tensorflow.internal.graph.Node use, GraphFlow flow) {
        if (!use.is("While") && !use.is("StatelessWhile")) {
            return Optional.empty();
        }
        return use.inputs().stream()
                .map(flow::source)
                .filter(input -> input.node().is("TensorListFromTensor"))
                .map(list -> list.node().input(0))
                .filter(Value::isFloating)
                .map(sequence -> new Loop(use, sequence, flow))
                .filter(Loop::hasState)
                .findFirst();
    }

    private boolean hasState() {
        boolean found = false;
        for (int i = 0; i < use.types().size(); i++) {
            found |= isState(i);
        }
        return found;
    }

    /** Tells whether a variable changes and is for each item. */
    private boolean isState(int variable) {
        List<Long> taken = Operation.shape(flow.node(sequence));
        List<Long> shape = flow.node(use.output(variable)).shape();
        return use.input(variable).isFloating()
                && !isInvariant(variable)
                && shape != null
                && shape.size() == taken.size() - 1
                && shape.get(0).equals(taken.get(1));
    }

    private boolean isInvariant(int variable) {
        var body = use.body("body");
        Value result = flow.source(body.results().get(variable));
        return result.equals(body.parameters().get(variable).output());
    }

    private void writeStates(Operation a) {
        for (int i = 0; i < use.types().size(); i++) {
            if (isState(i)) {
                List<Long> shape = new ArrayList<>(Operation.shape(a.output(i)));
                shape.add(0, Operation.shape(flow.node(sequence)).get(0));
                Node all = between(a, new RecurrentRule(false, false), reads(), shape, i);
                a.make(new ReduceRule(List.of(0), false), List.of(all), a.output(i));
            } else if (use.input(i).isFloating() && isInvariant(i)) {
                a.make(new SameAxesRule(false), List.of(a.input(i)), a.output(i));
            }
        }
    }

    private Node between(Operation a, RecurrentRule rule, List<Node> from, List<Long> shape, int output) {
        Node between = new Node(a.output(output).dtype(), List.copyOf(shape), false);
        a.make(rule, from, between);
        return between;
    }

    /** A list may have a step for each that is read, or the last one alone. */
    private void writeSequence(Operation a) {
        boolean last =
                !a.made().get(0).equals(Operation.shape(flow.node(sequence)).get(0));
        RecurrentRule rule = new RecurrentRule(false, last);
        if (last || !isReversed()) {
            a.make(rule, reads());
        } else {
            Node turned = between(a, rule, reads(), a.made(), 0);
            a.make(new ReverseRule(List.of(0)), List.of(turned));
        }
    }

    /** Tells whether the sequence goes from the last step to the first. */
    private boolean isReversed() {
        var node = flow.source(sequence).node();
        return node.is("ReverseV2") && flow.readings().numbers(node.input(1)).equals(Optional.of(List.of(0L)));
    }

    /** Returns what the loop reads: the sequence in its own order first, and no lists, which are made of it. */
    private List<Node> reads() {
        List<Node> reads = new ArrayList<>();
        reads.add(flow.node(isReversed() ? flow.source(sequence).node().input(0) : sequence));
        use.inputs().stream()
                .filter(input -> input.type() != DataType.DT_VARIANT)
                .map(flow::node)
                .forEach(reads::add);
        return reads;
    }
}
