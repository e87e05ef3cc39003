package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;

/** Activation functions as layers. */
final class ActivationLayers {
    /** Keras's stand-in for minus infinity. */
    private static final double MASKED = -1e9;

    private ActivationLayers() {}

    static void addTo(Map<String, LayerRule> rules) {
        rules.put("Activation", call -> List.of(call.activate("activation", call.input())));
        rules.put("ReLU", ActivationLayers::relu);
        rules.put("LeakyReLU", ActivationLayers::leakyRelu);
        rules.put(
                "ELU",
                call -> List.of(elu(call.graph(), call.input(), call.options().number("alpha", 1))));
        rules.put("PReLU", ActivationLayers::prelu);
        rules.put("Softmax", ActivationLayers::softmax);
        rules.put("ThresholdedReLU", call -> {
            Signal x = call.input();
            Signal above = call.graph().compare("Greater", x, call.options().number("theta", 1));
            return List.of(call.graph().multiply(x, call.graph().cast(above, x.type())));
        });
    }

    private static List<Signal> relu(LayerCall call) {
        Options options = call.options();
        Number most = options.get("max_value") == null ? null : options.number("max_value", 0);
        return List.of(Activations.relu(
                call.graph(), call.input(), options.number("negative_slope", 0), most, options.number("threshold", 0)));
    }

    private static List<Signal> leakyRelu(LayerCall call) {
        Options options = call.options();
        String name = options.get("negative_slope") != null ? "negative_slope" : "alpha";
        return List.of(Activations.leakyRelu(call.graph(), call.input(), options.number(name, 0.3)));
    }

    static Signal elu(LayerGraph g, Signal x, double alpha) {
        Signal y = g.unary("Elu", x);
        return alpha == 1 ? y : g.select(g.compare("Greater", x, 0), y, g.multiply(y, alpha));
    }

    private static List<Signal> prelu(LayerCall call) {
        LayerGraph g = call.graph();
        Signal x = call.input();
        long[] shape = new long[x.rank() - 1];
        List<Long> shared = call.options().wholes("shared_axes");
        for (int axis = 1; axis < x.rank(); axis++) {
            shape[axis - 1] =
                    shared.contains((long) axis) || shared.contains((long) axis - x.rank()) ? 1 : x.known(axis);
        }
        Signal negative = g.unary("Relu", g.unary("Neg", x));
        return List.of(g.subtract(g.unary("Relu", x), g.multiply(call.weight("alpha", shape), negative)));
    }

    private static List<Signal> softmax(LayerCall call) {
        Options options = call.options();
        List<Integer> axes = options.get("axis") == null
                ? List.of(-1)
                : options.wholes("axis").stream().map(Long::intValue).toList();
        Signal named = call.signal("mask", 1);
        return List.of(masked(
                call.graph(),
                call.isKeras2() ? MaskKind.ADDED : MaskKind.ZEROED,
                call.input(),
                axes,
                named != null ? named : call.mask()));
    }

    /** How a mask takes elements out of a softmax; it shows where nothing is left. */
    enum MaskKind {
        /** Keras 2 adds a large negative number. */
        ADDED,
        /** Keras 3 puts one in their place, and zeros into the result. */
        ZEROED,
        /** Keras 3's attention in one piece puts one in their place. */
        REPLACED
    }

    /** Returns a softmax over axes, from which a mask takes elements out. */
    static Signal masked(LayerGraph g, MaskKind kind, Signal x, List<Integer> axes, @Nullable Signal mask) {
        Signal y = x;
        Signal truth = mask == null ? null : g.cast(mask, DataType.DT_BOOL);
        if (truth != null) {
            if (truth.rank() > x.rank()) {
                throw new BrokenNetwork("its mask of shape " + truth.shape() + " does not fit " + x.shape());
            }
            Signal low = g.scalar(x.type(), x.type() == DataType.DT_HALF ? -3e4 : MASKED);
            y = kind == MaskKind.ADDED
                    ? g.add(x, g.multiply(g.subtract(g.scalar(x.type(), 1), g.cast(truth, x.type())), low))
                    : g.select(truth, x, low);
        }
        Signal result = axes.size() == 1 ? g.softmax(y, axes.get(0)) : overAxes(g, y, axes);
        return truth == null || kind != MaskKind.ZEROED ? result : g.select(truth, result, g.scalar(x.type(), 0));
    }

    private static Signal overAxes(LayerGraph g, Signal x, List<Integer> axes) {
        Signal top = g.reduce("Max", x, true, axes);
        Signal exp = g.unary("Exp", g.subtract(x, g.unary("StopGradient", top)));
        return g.divide(exp, g.sum(exp, true, axes));
    }
}
