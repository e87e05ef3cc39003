package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.config.CallConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.LayerConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two recurrent layers, one of which begins at the end. */
final class BothDirections {
    private BothDirections() {}

    static List<Signal> outputs(LayerCall call) {
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
