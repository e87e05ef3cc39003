package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.config.CallConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.LayerConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;

/** Recurrent layers, and two of them in both directions. */
final class Recurrence {
    /** Options of the layer around the cell. */
    private static final String[] AROUND = {
        "return_sequences",
        "return_state",
        "go_backwards",
        "stateful",
        "unroll",
        "zero_output_for_mask",
        "time_major",
        "units",
        "activation",
        "recurrent_activation",
        "use_bias",
        "reset_after",
        "cell",
        "num_constants",
        "time_steps"
    };

    private Recurrence() {}

    static void addTo(Map<String, LayerRule> rules) {
        List.of("SimpleRNN", "LSTM", "GRU")
                .forEach(name -> rules.put(name, call -> {
                    LayerConfig cell = new LayerConfig(
                            name + "Cell", "", "cell", call.config().config(), List.of());
                    return outputs(call, cell);
                }));
        rules.put("RNN", call -> outputs(call, cellOf(call)));
        rules.put("Bidirectional", Recurrence::both);
    }

    private static LayerConfig cellOf(LayerCall call) {
        Object cell = call.options().get("cell");
        return cell instanceof List<?> list
                ? new LayerConfig("StackedRNNCells", "", "stacked_rnn_cells", Map.of("cells", list), List.of())
                : Wrappers.inner(call, "cell");
    }

    private static Cell cell(LayerCall call, long channels) {
        Cell cell = switch (call.config().className()) {
            case "SimpleRNNCell" -> PlainCell.of(call, channels);
            case "LSTMCell" -> LstmCell.of(call, channels);
            case "GRUCell" -> GruCell.of(call, channels);
            case "StackedRNNCells" -> stacked(call, channels);
            default ->
                throw new Unsupported(
                        "its cell " + call.config().className() + " is none of Keras's that are known here");
        };
        call.options().ignoring(AROUND).requireAllRead();
        return cell;
    }

    private static Cell stacked(LayerCall call, long channels) {
        if (call.options().flag("reverse_state_order", false)) {
            throw new Unsupported("its option 'reverse_state_order' is not known here");
        }
        if (!(call.options().get("cells") instanceof List<?> list) || list.isEmpty()) {
            throw new BrokenNetwork("its stack of cells is empty");
        }
        List<Cell> cells = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        long size = channels;
        for (Object one : list) {
            LayerConfig config = LayerConfig.of(one);
            String group = call.dialect().groupName(config.className());
            int count = counts.merge(group, 1, Integer::sum) - 1;
            Cell cell = cell(call.part("cells/" + (count == 0 ? group : group + "_" + count), config), size);
            cells.add(cell);
            size = cell.states().get(0);
        }
        return new StackedCells(cells);
    }

    private static List<Signal> outputs(LayerCall call, LayerConfig cellConfig) {
        LayerGraph g = call.graph();
        Options options = call.options().ignoring(AROUND);
        if (options.flag("stateful", false)) {
            throw new Unsupported("its option 'stateful' makes results depend on earlier ones");
        }
        if (options.whole("num_constants", 0) != 0 || call.argument("constants", -1) != null) {
            throw new Unsupported("it is called with constants for each step");
        }
        List<Signal> given = call.inputs();
        if (given.isEmpty() || given.get(0).rank() != 3) {
            throw new BrokenNetwork("it is not called with a sequence [batch, time, values]");
        }
        boolean timeFirst = options.flag("time_major", false);
        Signal x = given.get(0);
        Cell cell = cell(call.part("cell", cellConfig), x.known(-1));
        List<Signal> initial = initial(call, cell, given, g.size(x, timeFirst ? 1 : 0));
        Signal sequence = inTime(g, cell.prepared(x, cell.weights()), timeFirst);
        Signal mask = call.mask();
        Signal stepMask = mask == null ? null : inTime(g, g.expand(g.cast(mask, DataType.DT_BOOL), -1), timeFirst);
        if (options.flag("go_backwards", false)) {
            sequence = g.reverse(sequence, 0);
            stepMask = stepMask == null ? null : g.reverse(stepMask, 0);
        }
        boolean wantsAll = options.flag("return_sequences", false);
        Loop loop = new Loop(g, cell, wantsAll, options.flag("zero_output_for_mask", false));
        Loop.Result result = loop.run(sequence, stepMask, initial);
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

    /** Exchanges the batch and the time. */
    private static Signal inTime(LayerGraph g, Signal x, boolean isAlready) {
        int[] order = IntStream.range(0, x.rank()).toArray();
        order[0] = 1;
        order[1] = 0;
        return isAlready ? x : g.transpose(x, order);
    }

    private static List<Signal> initial(
            LayerCall call,
            Cell cell,
            List<Signal> given,
            io.github.gradcam4j.tensorflow.internal.keras.emit.Size batch) {
        List<Signal> named = CallConfig.flat(call.argument("initial_state", -1), Signal.class);
        List<Signal> states = named.isEmpty() ? given.subList(1, given.size()) : named;
        if (states.isEmpty()) {
            return Loop.zeros(call.graph(), cell, batch, call.precision().compute());
        }
        if (states.size() != cell.states().size()) {
            throw new BrokenNetwork("it is called with " + states.size() + " states, but has "
                    + cell.states().size());
        }
        return states.stream().map(call::cast).toList();
    }

    private static List<Signal> both(LayerCall call) {
        LayerGraph g = call.graph();
        Options options = call.options().ignoring("layer", "backward_layer");
        LayerConfig layer = Wrappers.inner(call, "layer");
        boolean wantsAll = Boolean.TRUE.equals(layer.config().get("return_sequences"));
        boolean wantsStates = Boolean.TRUE.equals(layer.config().get("return_state"));
        boolean timeFirst = Boolean.TRUE.equals(layer.config().get("time_major"));
        List<Signal> forward = direction(call, "forward", layer, Map.of("zero_output_for_mask", wantsAll));
        LayerConfig back = options.get("backward_layer") == null ? layer : Wrappers.inner(call, "backward_layer");
        Map<String, @Nullable Object> turned = new LinkedHashMap<>();
        turned.put("zero_output_for_mask", wantsAll);
        if (options.get("backward_layer") == null) {
            turned.put(
                    "go_backwards",
                    !call.isKeras2() || !Boolean.TRUE.equals(layer.config().get("go_backwards")));
        }
        List<Signal> backward = direction(call, "backward", back, turned);
        Signal a = forward.get(0);
        Signal b = wantsAll ? g.reverse(backward.get(0), timeFirst ? 0 : 1) : backward.get(0);
        Signal mask = wantsAll ? call.mask() : null;
        List<Signal> outputs = new ArrayList<>();
        Object mode = options.get("merge_mode");
        switch (mode == null ? "none" : mode.toString()) {
            case "concat" -> outputs.add(g.concatenate(List.of(a, b), -1));
            case "sum" -> outputs.add(g.add(a, b));
            case "mul" -> outputs.add(g.multiply(a, b));
            case "ave" -> outputs.add(g.divide(g.add(a, b), 2));
            case "none" -> outputs.addAll(List.of(a, b));
            default -> throw new BrokenNetwork("its option 'merge_mode' = '" + mode + "' is none of Keras's");
        }
        outputs.replaceAll(output -> output.masked(mask));
        if (wantsStates) {
            outputs.addAll(forward.subList(1, forward.size()));
            outputs.addAll(backward.subList(1, backward.size()));
        }
        return outputs;
    }

    private static List<Signal> direction(
            LayerCall call, String way, LayerConfig layer, Map<String, @Nullable Object> replaced) {
        List<Signal> given = call.inputs();
        List<Signal> named = CallConfig.flat(call.argument("initial_state", -1), Signal.class);
        List<Signal> states = named.isEmpty() ? given.subList(1, given.size()) : named;
        int half = states.size() / 2;
        List<Signal> own = way.equals("forward") ? states.subList(0, half) : states.subList(half, states.size());
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        arguments.put("initial_state", own.isEmpty() ? null : own);
        arguments.put("mask", call.mask());
        String name = layer.name().startsWith(way + "_") ? layer.name() : way + "_" + layer.name();
        return call.within(way + "_layer", layer.with(name, replaced), given.get(0), arguments);
    }
}
