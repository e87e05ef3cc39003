package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** A long short-term memory whose gates are convolutions. Channels are last within. */
record ConvolutionCell(
        LayerCall call,
        ConvolutionForm input,
        ConvolutionForm state,
        Shape shape,
        boolean hasBias,
        List<Signal> weights)
        implements Cell {
    private static final int GATES = 4;

    /** Returns what a layer of such a cell returns. */
    static List<Signal> outputs(LayerCall call, int axes) {
        LayerGraph g = call.graph();
        boolean isFirst = CoreLayers.channelsFirst(call);
        List<Signal> given = call.inputs();
        if (given.isEmpty() || given.get(0).rank() != axes + 3) {
            throw new BrokenNetwork("it is not called with a sequence of " + axes + " axes and channels");
        }
        Signal x = isFirst ? moved(g, given.get(0), 2, -1) : given.get(0);
        List<Signal> states = Recurrence.states(call, given).stream()
                .map(state -> isFirst ? Channels.toLast(g, state) : state)
                .toList();
        LayerCall part = call.part("cell", Recurrence.cell(call, "ConvLSTMCell"));
        List<Signal> outputs = Recurrence.over(call, of(part, axes, x), x, states);
        return outputs.stream()
                .map(y -> !isFirst ? y : y.rank() == x.rank() ? moved(g, y, -1, 2) : Channels.toFirst(g, y))
                .toList();
    }

    private static Signal moved(LayerGraph g, Signal x, int from, int to) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
        Integer axis = order.get(x.axis(from));
        order.remove((Object) axis);
        order.add(x.axis(to), axis);
        return g.transpose(x, order.stream().mapToInt(Integer::intValue).toArray())
                .masked(x.mask());
    }

    private static ConvolutionCell of(LayerCall call, int axes, Signal x) {
        Options options = call.options();
        ConvolutionForm given = ConvolutionForm.of(call, axes);
        ConvolutionForm input = given.with(given.strides(), given.dilations(), given.padding());
        List<Long> ones = Collections.nCopies(axes, 1L);
        ConvolutionForm state = given.with(ones, ones, "same");
        long filters = options.whole("filters");
        List<Signal> weights = new ArrayList<>();
        weights.add(call.weight("kernel", input.kernelShape(x.known(-1), GATES * filters)));
        weights.add(call.weight("recurrent_kernel", state.kernelShape(filters, GATES * filters)));
        boolean hasBias = options.flag("use_bias", true);
        if (hasBias) {
            weights.add(call.weight("bias", GATES * filters));
        }
        long[] shape = new long[axes + 1];
        for (int axis = 0; axis < axes; axis++) {
            long window = (input.windows().get(axis) - 1) * input.dilations().get(axis) + 1;
            shape[axis] = io.github.gradcam4j.tensorflow.internal.keras.emit.Shapes.windows(
                    x.known(axis + 2), window, input.strides().get(axis), input.isSame());
        }
        shape[axes] = filters;
        Cells.requireAllRead(call);
        return new ConvolutionCell(call, input, state, Shape.of(shape), hasBias, weights);
    }

    @Override
    public List<Shape> states() {
        return List.of(shape, shape);
    }

    /** All steps at once are a larger batch. */
    @Override
    public Signal prepared(Signal sequence, List<Signal> weights) {
        LayerGraph g = call.graph();
        List<Size> sizes = g.sizes(sequence);
        List<Size> merged = new ArrayList<>(sizes.subList(1, sizes.size()));
        merged.set(0, Size.of(-1));
        Signal made = convolved(input, g.reshape(sequence, merged), weights.get(0));
        Signal sum = hasBias ? g.addBias(made, weights.get(2)) : made;
        List<Size> after = new ArrayList<>(sizes.subList(0, 2));
        IntStream.range(1, sum.rank()).mapToObj(axis -> g.size(sum, axis)).forEach(after::add);
        return g.reshape(sum, after);
    }

    private static Signal convolved(ConvolutionForm form, Signal x, Signal kernel) {
        return form.left(form.convolved(form.entered(x), form.framedKernel(kernel)));
    }

    @Override
    public Step step(Signal prepared, List<Signal> states, List<Signal> weights) {
        LayerGraph g = call.graph();
        Signal sum = g.add(prepared, convolved(state, states.get(0), weights.get(1)));
        List<Signal> gates = g.split(sum, GATES, -1);
        Signal in = call.activate("recurrent_activation", gates.get(0));
        Signal forget = call.activate("recurrent_activation", gates.get(1));
        Signal out = call.activate("recurrent_activation", gates.get(3));
        Signal candidate = call.activate("activation", gates.get(2));
        Signal carry = g.add(g.multiply(forget, states.get(1)), g.multiply(in, candidate));
        Signal output = g.multiply(out, call.activate("activation", carry));
        return new Step(output, List.of(output, carry));
    }
}
