package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Shapes;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;

/** A loop over time steps, in the form that Keras exports: what goes in and comes out step by step is in lists. */
final class Loop {
    /**
     * Is what a loop makes.
     *
     * @param last the output of the last step
     * @param all the outputs of all steps, time first; null if they were not wanted
     * @param states the states after the last step
     */
    record Result(Signal last, @Nullable Signal all, List<Signal> states) {}

    private final LayerGraph g;
    private final Cell cell;
    private final boolean wantsAll;
    private final boolean zeroesMasked;
    /** What the loop carries: the counter, the number of steps, then what {@link #run} adds. */
    private final List<Signal> carried = new ArrayList<>();

    private int output = -1;
    private int outputs = -1;
    private int states = -1;
    private int inputs = -1;
    private int masks = -1;
    private int weights = -1;

    Loop(LayerGraph g, Cell cell, boolean wantsAll, boolean zeroesMasked) {
        this.g = g;
        this.cell = cell;
        this.wantsAll = wantsAll;
        this.zeroesMasked = zeroesMasked;
    }

    /** Runs over a sequence, time first, of prepared inputs; the mask is {@code [time, batch, 1...]}. */
    Result run(Signal sequence, @Nullable Signal mask, List<Signal> initial) {
        Signal steps = g.scalar(g.size(sequence, 0));
        Signal nothing = g.unary("ZerosLike", initial.get(outputState()));
        carry(g.scalar(0));
        carry(steps);
        if (wantsAll) {
            outputs = carry(reserved(nothing, steps));
        }
        if (!wantsAll || (mask != null && !zeroesMasked)) {
            output = carry(nothing);
        }
        states = carry(initial);
        inputs = carry(listed(sequence));
        if (mask != null) {
            masks = carry(listed(mask));
        }
        weights = carry(cell.weights());
        List<Signal> after = looped(sequence, mask);
        Signal all = wantsAll ? stacked(after.get(outputs), nothing, sequence.dim(0)) : null;
        Signal last = output >= 0 ? after.get(output) : g.element(stackedOr(all, nothing), 0, -1);
        return new Result(last, all, after.subList(states, states + initial.size()));
    }

    /** The state that is like the output: the first of the last cell. */
    private int outputState() {
        if (cell instanceof StackedCells stack) {
            Cell last = stack.cells().get(stack.cells().size() - 1);
            return cell.states().size() - last.states().size();
        }
        return 0;
    }

    private static Signal stackedOr(@Nullable Signal all, Signal otherwise) {
        return all == null ? otherwise : all;
    }

    private int carry(Signal signal) {
        carried.add(signal);
        return carried.size() - 1;
    }

    private int carry(List<Signal> signals) {
        carried.addAll(signals);
        return carried.size() - signals.size();
    }

    private Signal elementShape(Signal element) {
        return g.vector(element.shape().dims());
    }

    private Signal reserved(Signal element, Signal count) {
        return g.emit(
                "TensorListReserve",
                Shape.of(),
                Map.of("element_dtype", Attributes.of(element.type())),
                List.of(elementShape(element), count));
    }

    private Signal listed(Signal sequence) {
        Shape element = Shapes.removed(sequence.shape(), 0);
        return g.emit("TensorListFromTensor", Shape.of(), sequence, g.vector(element.dims()));
    }

    private Signal stacked(Signal list, Signal element, long steps) {
        return g.emit(
                "TensorListStack",
                Shapes.inserted(element.shape(), 0, steps),
                Map.of("element_dtype", Attributes.of(element.type())),
                List.of(list, elementShape(element)));
    }

    private List<Signal> looped(Signal sequence, @Nullable Signal mask) {
        List<Shape> shapes = carried.stream().map(Signal::shape).toList();
        return g.node(
                "while", "While", Map.of(), Map.of("cond", condition(), "body", body(sequence, mask)), carried, shapes);
    }

    private List<Signal> parameters(String name) {
        List<Signal> parameters = new ArrayList<>();
        for (Signal signal : carried) {
            parameters.addAll(g.node(
                    name,
                    Body.PARAMETER,
                    Map.of("T", Attributes.of(signal.type()), "index", Attributes.of((long) parameters.size())),
                    Map.of(),
                    List.of(),
                    List.of(signal.shape())));
        }
        return parameters;
    }

    private static Body body(List<Signal> parameters, List<Signal> results) {
        List<Node> nodes =
                parameters.stream().map(Signal::value).map(Value::node).toList();
        return new Body(nodes, results.stream().map(Signal::value).toList());
    }

    private Body condition() {
        List<Signal> parameters = parameters("while/cond/argument");
        return body(parameters, List.of(g.binary("Less", parameters.get(0), parameters.get(1))));
    }

    private Body body(Signal sequence, @Nullable Signal mask) {
        List<Signal> given = parameters("while/body/argument");
        List<Signal> results = new ArrayList<>(given);
        results.set(0, g.binary("AddV2", given.get(0), g.scalar(1)));
        Signal input = item(given.get(inputs), given.get(0), sequence);
        int count = cell.states().size();
        List<Signal> before = given.subList(states, states + count);
        Cell.Step step = cell.step(
                input, before, given.subList(weights, weights + cell.weights().size()));
        Signal now = mask == null ? null : item(given.get(masks), given.get(0), mask);
        Signal made = step.output();
        if (now != null) {
            made = g.select(now, made, zeroesMasked ? g.unary("ZerosLike", made) : given.get(output));
        }
        if (outputs >= 0) {
            results.set(outputs, g.emit("TensorListSetItem", Shape.of(), given.get(outputs), given.get(0), made));
        }
        if (output >= 0) {
            results.set(output, made);
        }
        for (int i = 0; i < count; i++) {
            Signal after = step.states().get(i);
            results.set(states + i, now == null ? after : g.select(now, after, before.get(i)));
        }
        return body(given, results);
    }

    private Signal item(Signal list, Signal counter, Signal sequence) {
        Shape element = Shapes.removed(sequence.shape(), 0);
        return g.emit(
                "TensorListGetItem",
                element,
                Map.of("element_dtype", Attributes.of(sequence.type())),
                List.of(list, counter, g.vector(element.dims())));
    }

    /** Returns zeros for each state. */
    static List<Signal> zeros(LayerGraph g, Cell cell, Size batch, DataType type) {
        List<Signal> zeros = new ArrayList<>();
        for (Shape state : cell.states()) {
            List<Size> sizes = new ArrayList<>(List.of(batch));
            Arrays.stream(state.dims()).mapToObj(Size::of).forEach(sizes::add);
            zeros.add(CoreLayers.zeros(g, sizes, type));
        }
        return zeros;
    }
}
