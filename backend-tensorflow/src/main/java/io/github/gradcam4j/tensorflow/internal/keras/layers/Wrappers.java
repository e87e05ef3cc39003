package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.config.LayerConfig;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Size;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Layers around another one. */
final class Wrappers {
    /** Layers within which a mask of time steps means something else. */
    private static final Set<String> MASKED = Set.of(
            "LSTM",
            "GRU",
            "SimpleRNN",
            "RNN",
            "Bidirectional",
            "TimeDistributed",
            "Softmax",
            "GlobalAveragePooling1D",
            "GlobalAvgPool1D",
            "MultiHeadAttention",
            "Attention",
            "AdditiveAttention",
            "GroupNormalization");

    private Wrappers() {}

    static void addTo(Map<String, LayerRule> rules) {
        rules.put("TimeDistributed", Wrappers::timeDistributed);
        rules.put("SpectralNormalization", Wrappers::spectral);
    }

    static LayerConfig inner(LayerCall call, String name) {
        if (!(call.options().get(name) instanceof Map<?, ?> map)) {
            throw new BrokenNetwork("it lacks the layer that it is around");
        }
        return LayerConfig.of(map);
    }

    /** Every time step is an item of a larger batch. */
    private static List<Signal> timeDistributed(LayerCall call) {
        LayerGraph g = call.graph();
        LayerConfig inner = inner(call, "layer");
        Signal x = call.input();
        Signal mask = call.mask();
        if (x.rank() < 3) {
            throw new BrokenNetwork("its input of shape " + x.shape() + " has no time axis and values");
        }
        if (mask != null && (inner.isNetwork() || MASKED.contains(inner.className()))) {
            throw new Unsupported("it hands a mask of time steps to " + inner.className() + " within");
        }
        List<Size> sizes = g.sizes(x);
        List<Size> merged = new ArrayList<>(sizes.subList(1, sizes.size()));
        merged.set(0, Size.of(-1));
        List<Signal> outputs = new ArrayList<>();
        for (Signal y : call.within("layer", inner, g.reshape(x, merged), Map.of())) {
            Signal inTime = g.reshape(y, inTime(g, sizes, y));
            Signal within =
                    call.isKeras2() && y.mask() != null ? g.reshape(y.mask(), inTime(g, sizes, y.mask())) : mask;
            outputs.add(inTime.masked(within));
        }
        return outputs;
    }

    private static List<Size> inTime(LayerGraph g, List<Size> before, Signal y) {
        List<Size> after = new ArrayList<>(before.subList(0, 2));
        for (int axis = 1; axis < y.rank(); axis++) {
            after.add(g.size(y, axis));
        }
        return after;
    }

    /** At inference the kernel is as it was stored. */
    private static List<Signal> spectral(LayerCall call) {
        call.options().ignoring("power_iterations");
        List<Signal> outputs = call.within("layer", inner(call, "layer"), call.input(), Map.of());
        Signal kernel = kernel(call);
        call.raw("vector_u", false, kernel.type(), 1, kernel.dim(-1));
        return outputs;
    }

    private static Signal kernel(LayerCall call) {
        return call.weights()
                .all()
                .flatMap(list -> list.own().stream())
                .filter(weight ->
                        weight.name().endsWith("kernel") || weight.name().equals("embeddings"))
                .map(LayerWeights.Weight::signal)
                .findFirst()
                .orElseThrow(() -> new BrokenNetwork("the layer within has no kernel"));
    }
}
