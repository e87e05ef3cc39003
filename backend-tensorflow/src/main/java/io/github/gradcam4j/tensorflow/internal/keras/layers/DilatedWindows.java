package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Shapes;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Windows with gaps: every so-many-th row becomes a picture of its own, so that the window has none. TensorFlow does the
 * same, and its operators with gaps have no derivative on all processors.
 */
final class DilatedWindows {
    private DilatedWindows() {}

    static Signal over(
            LayerGraph g, Signal x, Signal kernel, List<Long> rates, boolean same, UnaryOperator<Signal> convolution) {
        int axes = rates.size();
        long[] dims = x.shape().dims();
        long[] shape = dims.clone();
        List<Signal> pads = new ArrayList<>();
        List<Signal> crops = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            long rate = rates.get(axis);
            long reach = same ? (kernel.dim(axis) - 1) * rate : 0;
            long before = reach / 2;
            Size length = g.size(x, axis + 1);
            Size extra = extra(g, length, reach, rate);
            Size after = sum(g, extra, reach - before);
            pads.add(g.vector(List.of(Size.of(before), after)));
            crops.add(g.vector(List.of(Size.of(0), extra)));
            dims[axis + 1] = length.isKnown() ? (length.known() + reach + extra.known()) / rate : -1;
            shape[axis + 1] = Shapes.windows(x.dim(axis + 1), (kernel.dim(axis) - 1) * rate + 1, 1, same);
        }
        dims[0] = -1;
        Signal block = g.vector(rates.stream().mapToLong(Long::longValue).toArray());
        Signal parts = g.emit("SpaceToBatchND", Shape.of(dims), x, block, g.stack(pads, 0));
        Signal made = convolution.apply(parts);
        shape[shape.length - 1] = made.dim(-1);
        return g.emit("BatchToSpaceND", Shape.of(shape), made, block, g.stack(crops, 0));
    }

    /** Returns how many positions lack to a multiple of the rate. */
    private static Size extra(LayerGraph g, Size length, long reach, long rate) {
        if (length.counted() == null) {
            return Size.of(Math.floorMod(-(length.known() + reach), rate));
        }
        Signal negative = g.unary("Neg", g.binary("AddV2", length.counted(), g.scalar(reach)));
        return new Size(-1, g.binary("FloorMod", negative, g.scalar(rate)));
    }

    private static Size sum(LayerGraph g, Size size, long more) {
        return size.counted() == null
                ? Size.of(size.known() + more)
                : new Size(-1, g.binary("AddV2", size.counted(), g.scalar(more)));
    }
}
