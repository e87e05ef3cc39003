package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.config.CallConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.LayerConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Size;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.proto.DataType;

/** Recurrent layers. */
final class Recurrence {
    private Recurrence() {}

    static void addTo(Map<String, LayerRule> rules) {
        for (String name : List.of("SimpleRNN", "LSTM", "GRU")) {
            rules.put(name, call -> outputs(call, cell(call, name + "Cell")));
        }
        rules.put("RNN", call -> outputs(call, cellOf(call)));
        rules.put("Bidirectional", BothDirections::outputs);
        for (int axes = 1; axes <= 3; axes++) {
            int count = axes;
            rules.put("ConvLSTM" + axes + "D", call -> ConvolutionCell.outputs(call, count));
        }
    }

    /** Returns the cell of a layer that has its cell's options. */
    static LayerConfig cell(LayerCall call, String className) {
        return new LayerConfig(className, "", "cell", call.config().config(), List.of());
    }

    private static LayerConfig cellOf(LayerCall call) {
        Object cell = call.options().get("cell");
        return cell instanceof List<?> list
                ? new LayerConfig("StackedRNNCells", "", "stacked_rnn_cells", Map.of("cells", list), List.of())
                : Wrappers.inner(call, "cell");
    }

    private static List<Signal> outputs(LayerCall call, LayerConfig cellConfig) {
        List<Signal> given = call.inputs();
        if (given.isEmpty() || given.get(0).rank() != 3) {
            throw new BrokenNetwork("it is not called with a sequence [batch, time, values]");
        }
        Signal x = given.get(0);
        return over(call, Cells.of(call.part("cell", cellConfig), x.known(-1)), x, states(call, given));
    }

    /** Returns the states that the call begins with; none if they are zeros. */
    static List<Signal> states(LayerCall call, List<Signal> given) {
        List<Signal> named = CallConfig.flat(call.argument("initial_state", -1), Signal.class);
        List<Signal> states = named.isEmpty() ? given.subList(1, given.size()) : named;
        return states.stream().map(call::cast).toList();
    }

    /** Returns what a layer returns: its output, and its states if they are wanted. */
    static List<Signal> over(LayerCall call, Cell cell, Signal x, List<Signal> states) {
        LayerGraph g = call.graph();
        Options options = Cells.around(call);
        if (options.flag("stateful", false)) {
            throw new Unsupported("its option 'stateful' makes results depend on earlier ones");
        }
        if (options.whole("num_constants", 0) != 0 || call.argument("constants", -1) != null) {
            throw new Unsupported("it is called with constants for each step");
        }
        boolean timeFirst = options.flag("time_major", false);
        List<Signal> initial = initial(call, cell, states, g.size(x, timeFirst ? 1 : 0));
        Signal sequence = inTime(g, cell.prepared(x, cell.weights()), timeFirst);
        Signal mask = call.mask();
        Signal steps = mask == null ? null : steps(g, mask, initial.get(0).rank(), timeFirst);
        if (options.flag("go_backwards", false)) {
            sequence = g.reverse(sequence, 0);
            steps = steps == null ? null : g.reverse(steps, 0);
        }
        boolean wantsAll = options.flag("return_sequences", false);
        Loop loop = new Loop(g, cell, wantsAll, options.flag("zero_output_for_mask", false));
        Loop.Result result = loop.run(sequence, steps, initial);
        List<Signal> outputs = new ArrayList<>();
        outputs.add(
                result.all() == null
                        ? result.last()
                        : inTime(g, result.all(), timeFirst).masked(mask));
        if (options.flag("return_state", false)) {
            outputs.addAll(result.states());
        }
        return outputs;
    }

    /** Returns which steps count, time first, for states of some axes; booleans on the way make TensorFlow complain in its log. */
    private static Signal steps(LayerGraph g, Signal mask, int rank, boolean timeFirst) {
        Signal steps = inTime(g, g.cast(mask, DataType.DT_FLOAT), timeFirst);
        while (steps.rank() < rank + 1) {
            steps = g.expand(steps, -1);
        }
        return g.compare("NotEqual", steps, 0);
    }

    /** Exchanges the batch and the time. */
    private static Signal inTime(LayerGraph g, Signal x, boolean isAlready) {
        int[] order = IntStream.range(0, x.rank()).toArray();
        order[0] = 1;
        order[1] = 0;
        return isAlready ? x : g.transpose(x, order);
    }

    private static List<Signal> initial(LayerCall call, Cell cell, List<Signal> states, Size batch) {
        if (states.isEmpty()) {
            return Loop.zeros(call.graph(), cell, batch, call.precision().compute());
        }
        if (states.size() != cell.states().size()) {
            throw new BrokenNetwork("it is called with " + states.size() + " states, but has "
                    + cell.states().size());
        }
        return states;
    }
}
