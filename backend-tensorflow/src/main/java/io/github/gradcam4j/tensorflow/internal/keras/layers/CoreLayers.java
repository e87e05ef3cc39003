package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Shapes;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Size;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.DataType;

/** Layers of matrices, tables and functions. */
final class CoreLayers {
    private CoreLayers() {}

    static List<Signal> dense(LayerCall call) {
        LayerGraph g = call.graph();
        Options options = call.options();
        refuseAdapters(options);
        Signal x = call.input();
        long units = options.whole("units");
        Signal product = times(g, x, call.weight("kernel", x.known(-1), units));
        Signal sum = options.flag("use_bias", true) ? g.addBias(product, call.weight("bias", units)) : product;
        return List.of(call.activate("activation", sum));
    }

    /** Multiplies the last axis with a matrix. */
    static Signal times(LayerGraph g, Signal x, Signal matrix) {
        if (x.rank() < 3) {
            return g.product(x, matrix);
        }
        List<Size> sizes = new ArrayList<>(g.sizes(x));
        sizes.set(sizes.size() - 1, Size.of(matrix.dim(1)));
        return g.reshape(g.product(g.reshape(x, -1, x.known(-1)), matrix), sizes);
    }

    static void refuseAdapters(Options options) {
        if (options.get("lora_rank") != null || options.get("quantization_config") != null) {
            throw new Unsupported("its weights are quantized or have adapters (LoRA)");
        }
        options.ignoring("lora_alpha");
    }

    static List<Signal> einsumDense(LayerCall call) {
        LayerGraph g = call.graph();
        Options options = call.options();
        refuseAdapters(options);
        Signal x = call.input();
        EinsumForm form = EinsumForm.of(
                options.text("equation", ""), x, options.sizes("output_shape"), options.text("bias_axes", ""));
        Signal y =
                g.einsum(form.equation(), x, call.weight("kernel", form.kernel().dims()));
        Signal sum = form.bias().rank() == 0
                ? y
                : g.add(y, call.weight("bias", form.bias().dims()));
        return List.of(call.activate("activation", sum));
    }

    static List<Signal> embedding(LayerCall call) {
        LayerGraph g = call.graph();
        Options options = call.options();
        refuseAdapters(options);
        Signal x = call.rawInput();
        Signal indices =
                x.type() == DataType.DT_INT32 || x.type() == DataType.DT_INT64 ? x : g.cast(x, DataType.DT_INT32);
        Signal table = call.raw(
                "embeddings",
                true,
                call.precision().weights(),
                options.whole("input_dim"),
                options.whole("output_dim"));
        Signal rows = g.cast(g.gather(table, indices, 0), call.precision().compute());
        boolean masks = options.flag("mask_zero", false);
        return List.of(masks ? rows.masked(g.compare("NotEqual", x, 0)) : rows);
    }

    static List<Signal> masking(LayerCall call) {
        LayerGraph g = call.graph();
        Signal x = call.input();
        Signal differs = g.compare("NotEqual", x, call.options().number("mask_value", 0));
        Signal any = g.reduce("Any", differs, true, List.of(-1));
        Signal kept = call.isKeras2() ? g.multiply(x, g.cast(any, x.type())) : g.select(any, x, g.scalar(x.type(), 0));
        return List.of(kept.masked(g.squeeze(any, -1)));
    }

    static List<Signal> same(LayerCall call) {
        return List.of(call.input());
    }

    static List<Signal> permute(LayerCall call) {
        Signal x = call.input();
        List<Long> dims = call.options().wholes("dims");
        int[] order = new int[dims.size() + 1];
        for (int i = 0; i < dims.size(); i++) {
            order[i + 1] = x.axis(dims.get(i));
        }
        if (order.length != x.rank()) {
            throw new BrokenNetwork("its option 'dims' = " + dims + " does not fit an input of shape " + x.shape());
        }
        return List.of(call.graph().transpose(x, order));
    }

    static List<Signal> reshape(LayerCall call) {
        Signal x = call.input();
        return List.of(reshaped(call.graph(), x, call.options().sizes("target_shape")));
    }

    /** Gives all axes but the first other sizes, of which one may be -1. */
    static Signal reshaped(LayerGraph g, Signal x, List<Long> target) {
        List<Size> sizes = new ArrayList<>();
        sizes.add(g.size(x, 0));
        long elements = Shapes.product(java.util.Arrays.copyOfRange(x.shape().dims(), 1, x.rank()));
        long known = target.stream().filter(dim -> dim >= 0).reduce(1L, (a, b) -> Shapes.product(a, b));
        for (long dim : target) {
            boolean isFound = dim < 0 && elements >= 0 && known > 0;
            sizes.add(Size.of(isFound ? elements / known : dim));
        }
        if (elements >= 0
                && Shapes.product(sizes.stream().skip(1).mapToLong(Size::known).toArray()) != elements) {
            throw new BrokenNetwork(
                    "it reshapes " + x.shape() + " to " + target + ", which has another number of" + " elements");
        }
        return g.reshape(x, sizes);
    }

    static List<Signal> flatten(LayerCall call) {
        LayerGraph g = call.graph();
        Signal x = call.input();
        if (x.rank() < 2) {
            return List.of(g.expand(x, -1));
        }
        Signal last = channelsFirst(call) ? Channels.toLast(g, x) : x;
        return List.of(reshaped(g, last, List.of(-1L)));
    }

    static List<Signal> repeatVector(LayerCall call) {
        LayerGraph g = call.graph();
        Signal x = g.expand(call.input(), 1);
        return List.of(g.tile(x, List.of(Size.of(1), Size.of(call.options().whole("n")), Size.of(1))));
    }

    static boolean channelsFirst(LayerCall call) {
        return call.options().text("data_format", "channels_last").equals("channels_first");
    }

    /** A layer that does nothing at inference; some check their options in training only. */
    static List<Signal> idle(LayerCall call) {
        call.options().ignoring(call.config().config().keySet().toArray(String[]::new));
        return List.of(call.input());
    }

    /** Makes a layer askable that adds no operator. */
    static Signal identity(LayerGraph g, Signal x) {
        return g.unary("Identity", x).masked(x.mask());
    }

    static Signal zeros(LayerGraph g, List<Size> sizes, DataType type) {
        return g.fill(sizes, g.scalar(type, 0));
    }

    /** A layer of InceptionResNetV2. */
    static List<Signal> scaledSum(LayerCall call) {
        List<Signal> inputs = call.inputs();
        if (inputs.size() != 2) {
            throw new BrokenNetwork("it is called with " + inputs.size() + " tensors instead of two");
        }
        double scale = call.options().number("scale", 1);
        return List.of(call.graph().add(inputs.get(0), call.graph().multiply(inputs.get(1), scale)));
    }

    static List<Signal> layerScale(LayerCall call) {
        Options options = call.options().ignoring("init_values");
        return List.of(call.graph().multiply(call.input(), call.weight("gamma", options.whole("projection_dim"))));
    }
}
