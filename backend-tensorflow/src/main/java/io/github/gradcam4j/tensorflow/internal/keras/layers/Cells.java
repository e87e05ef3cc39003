package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.config.Dialect;
import io.github.gradcam4j.tensorflow.internal.keras.config.LayerConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the cells of recurrent layers. */
final class Cells {
    /** Options of the layer around a cell, which has them in one list with those of the cell. */
    private static final String[] AROUND = {
        "return_sequences",
        "return_state",
        "go_backwards",
        "stateful",
        "unroll",
        "zero_output_for_mask",
        "time_major",
        "cell",
        "num_constants"
    };

    /** Options of the cell, for the layer around. */
    private static final String[] WITHIN = {
        "units",
        "activation",
        "recurrent_activation",
        "use_bias",
        "reset_after",
        "filters",
        "kernel_size",
        "strides",
        "padding",
        "data_format",
        "dilation_rate"
    };

    private Cells() {}

    /** Returns the options of a recurrent layer, of which those of its cell are read by that. */
    static Options around(LayerCall call) {
        return call.options().ignoring(AROUND).ignoring(WITHIN);
    }

    static void requireAllRead(LayerCall cell) {
        // each step reads the functions anew
        cell.options()
                .ignoring(AROUND)
                .ignoring("activation", "recurrent_activation")
                .requireAllRead();
    }

    static Cell of(LayerCall call, long channels) {
        Cell cell = switch (call.config().className()) {
            case "SimpleRNNCell" -> PlainCell.of(call, channels);
            case "LSTMCell" -> LstmCell.of(call, channels);
            case "GRUCell" -> GruCell.of(call, channels);
            case "StackedRNNCells" -> stacked(call, channels);
            default ->
                throw new Unsupported(
                        "its cell " + call.config().className() + " is none of Keras's that are known here");
        };
        requireAllRead(call);
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
            String group = Dialect.groupName(config.className());
            int count = counts.merge(group, 1, Integer::sum) - 1;
            Cell cell = of(call.part("cells/" + (count == 0 ? group : group + "_" + count), config), size);
            cells.add(cell);
            size = cell.states().get(0).dim(-1);
        }
        return new StackedCells(cells);
    }
}
