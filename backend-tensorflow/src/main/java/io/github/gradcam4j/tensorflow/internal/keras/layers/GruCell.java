package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import java.util.ArrayList;
import java.util.List;

/** A gated recurrent unit; its reset gate works before or after the matrix. */
record GruCell(LayerCall call, long units, boolean hasBias, boolean resetsAfter, List<Signal> weights) implements Cell {
    private static final int GATES = 3;

    static GruCell of(LayerCall call, long channels) {
        Options options = call.options();
        long units = options.whole("units");
        // files older than the option have the gate before
        boolean resetsAfter = options.flag("reset_after", !call.isKeras2());
        List<Signal> weights = new ArrayList<>();
        weights.add(call.weight("kernel", channels, GATES * units));
        weights.add(call.weight("recurrent_kernel", units, GATES * units));
        boolean hasBias = options.flag("use_bias", true);
        if (hasBias && resetsAfter) {
            Signal both = call.weight("bias", 2, GATES * units);
            weights.add(call.graph().element(both, 0, 0));
            weights.add(call.graph().element(both, 0, 1));
        } else if (hasBias) {
            weights.add(call.weight("bias", GATES * units));
        }
        return new GruCell(call, units, hasBias, resetsAfter, weights);
    }

    @Override
    public List<Shape> states() {
        return List.of(Shape.of(units));
    }

    @Override
    public Signal prepared(Signal input, List<Signal> weights) {
        LayerGraph g = call.graph();
        Signal product = CoreLayers.times(g, input, weights.get(0));
        return hasBias ? g.addBias(product, weights.get(2)) : product;
    }

    @Override
    public Step step(Signal prepared, List<Signal> states, List<Signal> weights) {
        LayerGraph g = call.graph();
        Signal before = states.get(0);
        List<Signal> x = g.split(prepared, GATES, 1);
        Signal matrix = weights.get(1);
        List<Signal> h;
        if (resetsAfter) {
            Signal product = g.product(before, matrix);
            h = g.split(hasBias ? g.addBias(product, weights.get(3)) : product, GATES, 1);
        } else {
            h = g.split(g.product(before, g.slice(matrix, 1, 0, 2 * units)), GATES - 1, 1);
        }
        Signal update = call.activate("recurrent_activation", g.add(x.get(0), h.get(0)));
        Signal reset = call.activate("recurrent_activation", g.add(x.get(1), h.get(1)));
        Signal inner = resetsAfter
                ? g.multiply(reset, h.get(2))
                : g.product(g.multiply(reset, before), g.slice(matrix, 1, 2 * units, null));
        Signal candidate = call.activate("activation", g.add(x.get(2), inner));
        Signal rest = g.subtract(g.scalar(update.type(), 1), update);
        Signal output = g.add(g.multiply(update, before), g.multiply(rest, candidate));
        return new Step(output, List.of(output));
    }
}
