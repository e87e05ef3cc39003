package io.github.gradcam4j.tensorflow.internal.keras.model;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.keras.config.LayerConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.NetworkConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.config.Precision;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;

/**
 * Is what an input layer says.
 *
 * @param name its name
 * @param type its element type
 * @param shape its shape, with a free batch
 */
record NetworkInput(String name, DataType type, Shape shape) {
    static NetworkInput of(LayerConfig layer) {
        Options options = new Options(layer.config());
        if (options.flag("ragged", false) || options.flag("sparse", false)) {
            throw new Unsupported("it takes ragged or sparse tensors");
        }
        List<Long> dims = shape(options);
        if (dims == null) {
            throw new Unsupported("it does not say the shape of what it takes");
        }
        Object type = options.get("dtype");
        DataType numbers = type == null ? DataType.DT_FLOAT : Precision.of(type).compute();
        return new NetworkInput(layer.name(), numbers, freeBatch(dims));
    }

    private static @Nullable List<Long> shape(Options options) {
        for (String name : List.of("batch_shape", "batch_input_shape")) {
            if (options.get(name) != null) {
                return options.sizes(name);
            }
        }
        return null;
    }

    private static Shape freeBatch(List<Long> dims) {
        long[] all = dims.stream().mapToLong(Long::longValue).toArray();
        if (all.length > 0) {
            all[0] = -1;
        }
        return Shape.of(all);
    }

    /** Returns the input of layers one after another that have no input layer, as Keras makes it. */
    static NetworkInput ofSequence(NetworkConfig network, @Nullable Object built) {
        LayerConfig first =
                network.layers().values().stream().findFirst().orElseThrow(() -> new Unsupported("it has no layers"));
        String name = first.name() + "_input";
        if (first.isNetwork()) {
            NetworkConfig inner = NetworkConfig.of(first);
            NetworkInput input = inner.layers().values().stream()
                    .filter(layer -> layer.className().equals("InputLayer"))
                    .findFirst()
                    .map(NetworkInput::of)
                    .orElseGet(() -> ofSequence(inner, first.config().get("build_input_shape")));
            return new NetworkInput(name, input.type(), input.shape());
        }
        Options options = new Options(first.config());
        List<Long> dims = shape(options);
        if (dims == null && built instanceof List<?>) {
            dims = new Options(java.util.Map.of("shape", built)).sizes("shape");
        }
        if (dims == null) {
            throw new Unsupported("the sequence '" + network.name() + "' was saved before it was called, so that the"
                    + " shape of its input is not known");
        }
        DataType type = Precision.of(options.get("dtype")).compute();
        boolean isHalf = type == DataType.DT_HALF || type == DataType.DT_BFLOAT16;
        return new NetworkInput(name, isHalf ? DataType.DT_FLOAT : type, freeBatch(dims));
    }

    /** Turns what a network within a network is called with into what its input layer wants. */
    Signal adapted(LayerGraph g, Signal given) {
        Signal x = g.cast(given, type);
        if (x.rank() == shape.rank() + 1 && x.dim(-1) == 1) {
            x = g.squeeze(x, -1);
        } else if (x.rank() == shape.rank() - 1 && shape.dim(-1) == 1) {
            x = g.expand(x, -1);
        }
        return x.masked(given.mask());
    }
}
