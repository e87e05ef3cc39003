package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import java.util.ArrayList;
import java.util.List;

/** A long short-term memory. */
record LstmCell(LayerCall call, long units, boolean hasBias, List<Signal> weights) implements Cell {
    private static final int GATES = 4;

    static LstmCell of(LayerCall call, long channels) {
        Options options = call.options();
        long units = options.whole("units");
        List<Signal> weights = new ArrayList<>();
        weights.add(call.weight("kernel", channels, GATES * units));
        weights.add(call.weight("recurrent_kernel", units, GATES * units));
        boolean hasBias = options.flag("use_bias", true);
        if (hasBias) {
            weights.add(call.weight("bias", GATES * units));
        }
        return new LstmCell(call, units, hasBias, weights);
    }

    @Override
    public List<Shape> states() {
        return List.of(Shape.of(units), Shape.of(units));
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
        List<Signal> gates = g.split(g.add(prepared, g.product(states.get(0), weights.get(1))), GATES, 1);
        Signal in = gate(gates.get(0));
        Signal forget = gate(gates.get(1));
        Signal out = gate(gates.get(3));
        Signal candidate = call.activate("activation", gates.get(2));
        Signal carry = g.add(g.multiply(forget, states.get(1)), g.multiply(in, candidate));
        Signal output = g.multiply(out, call.activate("activation", carry));
        return new Step(output, List.of(output, carry));
    }

    private Signal gate(Signal x) {
        return call.activate("recurrent_activation", x);
    }
}
