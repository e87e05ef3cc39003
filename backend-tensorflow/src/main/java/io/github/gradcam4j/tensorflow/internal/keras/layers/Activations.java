package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.config.LayerConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The activation functions by name. */
public final class Activations {
    /** Layers without weights that may stand in the place of a function. */
    private static final Set<String> LAYERS = Set.of("ReLU", "LeakyReLU", "ELU", "Softmax", "ThresholdedReLU");

    private static final double SQRT_HALF = Math.sqrt(0.5);

    private Activations() {}

    /** Applies what an option names: a function, by its name or as Keras 3 writes it, or a layer. */
    static Signal apply(LayerCall call, @Nullable Object option, Signal x) {
        if (option instanceof Map<?, ?> map && map.get("class_name") instanceof String className) {
            if (className.equals("function") || className.equals("builtin_function_or_method")) {
                return apply(call, map.get("config"), x);
            }
            LayerConfig layer = LayerConfig.of(Options.toMap(map));
            if (!LAYERS.contains(layer.className())) {
                throw new Unsupported(
                        "its activation is the layer " + layer.className() + ", which cannot stand there");
            }
            return call.within("activation", layer, x, Map.of()).get(0);
        }
        return apply(call.graph(), call.isKeras2(), option == null ? "linear" : option.toString(), x);
    }

    /** Applies a function. */
    public static Signal apply(LayerGraph g, boolean isKeras2, String name, Signal x) {
        return switch (name.substring(name.lastIndexOf('>') + 1)) {
            case "linear" -> x;
            case "relu" -> g.unary("Relu", x);
            case "relu6" -> g.unary("Relu6", x);
            case "sigmoid" -> g.unary("Sigmoid", x);
            case "tanh" -> g.unary("Tanh", x);
            case "softmax" -> g.softmax(x, -1);
            case "log_softmax" -> g.logSoftmax(x, -1);
            case "elu" -> g.unary("Elu", x);
            case "selu" -> g.unary("Selu", x);
            case "softplus" -> g.unary("Softplus", x);
            case "softsign" -> g.unary("Softsign", x);
            case "exponential", "exp" -> g.unary("Exp", x);
            case "swish", "silu" -> g.multiply(x, g.unary("Sigmoid", x));
            case "hard_sigmoid" -> hardSigmoid(g, isKeras2, x);
            case "hard_silu", "hard_swish" -> g.multiply(x, hardSigmoid(g, false, x));
            case "gelu" -> gelu(g, x, false);
            case "mish" -> g.multiply(x, g.unary("Tanh", g.unary("Softplus", x)));
            case "leaky_relu" -> leakyRelu(g, x, 0.2);
            case "celu" -> celu(g, x, 1);
            case "glu" -> glu(g, x, -1);
            case "log_sigmoid" -> g.unary("Neg", g.unary("Softplus", g.unary("Neg", x)));
            case "hard_tanh" -> g.clip(x, -1, 1);
            case "tanh_shrink" -> g.subtract(x, g.unary("Tanh", x));
            case "soft_shrink" -> softShrink(g, x, 0.5);
            case "hard_shrink" -> hardShrink(g, x, 0.5);
            case "squareplus" -> squareplus(g, x, 4);
            case "sparse_plus" ->
                g.select(
                        g.compare("LessEqual", x, -1),
                        g.unary("ZerosLike", x),
                        g.select(g.compare("Less", x, 1), g.multiply(g.unary("Square", g.add(x, 1)), 0.25), x));
            case "sparse_sigmoid" -> g.clip(g.multiply(g.add(x, 1), 0.5), 0, 1);
            default ->
                throw new Unsupported("its activation '" + name + "' is none of Keras's own that are exact here");
        };
    }

    private static Signal hardSigmoid(LayerGraph g, boolean isKeras2, Signal x) {
        return isKeras2 ? g.clip(g.add(g.multiply(x, 0.2), 0.5), 0, 1) : g.divide(g.unary("Relu6", g.add(x, 3)), 6);
    }

    static Signal gelu(LayerGraph g, Signal x, boolean approximate) {
        Signal bent = approximate
                ? g.unary(
                        "Tanh",
                        g.multiply(
                                g.add(x, g.multiply(g.multiply(g.unary("Square", x), x), 0.044715)),
                                Math.sqrt(2 / Math.PI)))
                : g.unary("Erf", g.multiply(x, SQRT_HALF));
        return g.multiply(g.multiply(x, 0.5), g.add(bent, 1));
    }

    static Signal leakyRelu(LayerGraph g, Signal x, double slope) {
        return g.emit(
                "LeakyRelu",
                x.shape(),
                Map.of("alpha", io.github.gradcam4j.tensorflow.internal.graph.Attributes.of((float) slope)),
                List.of(x));
    }

    static Signal celu(LayerGraph g, Signal x, double alpha) {
        return g.add(g.maximum(x, 0), g.multiply(g.unary("Expm1", g.divide(g.minimum(x, 0), alpha)), alpha));
    }

    static Signal glu(LayerGraph g, Signal x, int axis) {
        List<Signal> halves = g.split(x, 2, axis);
        return g.multiply(halves.get(0), g.unary("Sigmoid", halves.get(1)));
    }

    static Signal softShrink(LayerGraph g, Signal x, double threshold) {
        return g.select(
                g.compare("Greater", x, threshold),
                g.add(x, -threshold),
                g.select(g.compare("Less", x, -threshold), g.add(x, threshold), g.unary("ZerosLike", x)));
    }

    static Signal hardShrink(LayerGraph g, Signal x, double threshold) {
        return g.select(g.compare("Greater", g.unary("Abs", x), threshold), x, g.unary("ZerosLike", x));
    }

    static Signal squareplus(LayerGraph g, Signal x, double b) {
        return g.divide(g.add(x, g.unary("Sqrt", g.add(g.unary("Square", x), b))), 2);
    }

    /** The function behind the layer {@code ReLU}. */
    static Signal relu(LayerGraph g, Signal x, double slope, @Nullable Number most, double threshold) {
        if (slope != 0 && most == null && threshold == 0) {
            return leakyRelu(g, x, slope);
        }
        boolean isSix = threshold == 0 && most != null && most.doubleValue() == 6;
        Signal positive = threshold != 0
                ? g.multiply(x, g.cast(g.compare("Greater", x, threshold), x.type()))
                : g.unary(isSix ? "Relu6" : "Relu", x);
        Signal clipped = most == null || isSix ? positive : g.clip(positive, 0, most.doubleValue());
        if (slope == 0) {
            return clipped;
        }
        Signal below = threshold != 0 ? g.subtract(g.scalar(x.type(), threshold), x) : g.unary("Neg", x);
        return g.subtract(clipped, g.multiply(g.unary("Relu", below), slope));
    }
}
