package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import java.util.ArrayList;
import java.util.List;

/** A cell with one state and no gates. */
record PlainCell(LayerCall call, long units, boolean hasBias, List<Signal> weights) implements Cell {
    static PlainCell of(LayerCall call, long channels) {
        Options options = call.options();
        long units = options.whole("units");
        List<Signal> weights = new ArrayList<>();
        weights.add(call.weight("kernel", channels, units));
        weights.add(call.weight("recurrent_kernel", units, units));
        boolean hasBias = options.flag("use_bias", true);
        if (hasBias) {
            weights.add(call.weight("bias", units));
        }
        return new PlainCell(call, units, hasBias, weights);
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
        Signal output = call.activate("activation", g.add(prepared, g.product(states.get(0), weights.get(1))));
        return new Step(output, List.of(output));
    }
}
