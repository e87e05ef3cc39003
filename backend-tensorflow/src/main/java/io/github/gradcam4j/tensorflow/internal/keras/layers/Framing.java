package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Indexing;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Layers that make inputs larger or smaller without computing with them. */
final class Framing {
    private Framing() {}

    static void addTo(Map<String, LayerRule> rules) {
        for (int axes = 1; axes <= 3; axes++) {
            int count = axes;
            rules.put("ZeroPadding" + axes + "D", call -> padded(call, count));
            rules.put("Cropping" + axes + "D", call -> cropped(call, count));
        }
        rules.put(
                "UpSampling1D",
                call -> List.of(
                        call.graph().repeat(call.input(), 1, call.options().whole("size", 2))));
        rules.put("UpSampling2D", Framing::enlarged);
        rules.put("UpSampling3D", Framing::repeated);
    }

    /** Reads one number, one for each axis, or one before and one after for each axis. */
    private static long[][] frame(@Nullable Object value, int axes) {
        long[][] frame = new long[axes][2];
        List<?> each =
                value instanceof List<?> list && (axes > 1 || list.stream().anyMatch(List.class::isInstance))
                        ? list
                        : Collections.nCopies(axes, value == null ? 1 : value);
        if (each.size() != axes) {
            throw new BrokenNetwork("its frame is " + Options.shown(value) + ", not one for each of " + axes + " axes");
        }
        for (int axis = 0; axis < axes; axis++) {
            List<?> ends = each.get(axis) instanceof List<?> list ? list : List.of(each.get(axis), each.get(axis));
            for (int i = 0; i < 2; i++) {
                if (ends.size() != 2 || !(ends.get(i) instanceof Number number) || number.longValue() < 0) {
                    throw new BrokenNetwork("its frame is " + Options.shown(value) + ", not two numbers for each axis");
                }
                frame[axis][i] = number.longValue();
            }
        }
        return frame;
    }

    private static int firstAxis(LayerCall call) {
        return CoreLayers.channelsFirst(call) ? 2 : 1;
    }

    private static List<Signal> padded(LayerCall call, int axes) {
        Signal x = call.input();
        long[][] frame = frame(call.options().get("padding"), axes);
        long[][] pads = new long[x.rank()][2];
        int first = firstAxis(call);
        for (int axis = 0; axis < axes; axis++) {
            pads[x.axis(first + axis)] = frame[axis];
        }
        return List.of(call.graph().pad(x, pads, 0));
    }

    private static List<Signal> cropped(LayerCall call, int axes) {
        Signal x = call.input();
        long[][] frame = frame(call.options().get("cropping"), axes);
        List<Indexing.Range> ranges = new ArrayList<>(Collections.nCopies(x.rank(), Indexing.Range.of(null, null)));
        int first = firstAxis(call);
        for (int axis = 0; axis < axes; axis++) {
            long[] ends = frame[axis];
            long length = x.dim(x.axis(first + axis));
            if (length >= 0 && ends[0] + ends[1] >= length) {
                throw new BrokenNetwork("it crops " + ends[0] + " and " + ends[1] + " of " + length + " positions");
            }
            ranges.set(first + axis, Indexing.Range.of(ends[0] == 0 ? null : ends[0], ends[1] == 0 ? null : -ends[1]));
        }
        return List.of(call.graph().slice(x, ranges));
    }

    private static List<Signal> enlarged(LayerCall call) {
        LayerGraph g = call.graph();
        List<Long> times = call.options().perAxis("size", 2, 2);
        boolean isFirst = CoreLayers.channelsFirst(call);
        Signal x = isFirst ? Channels.toLast(g, call.input()) : call.input();
        Size height = g.product(List.of(g.size(x, 1), Size.of(times.get(0))));
        Size width = g.product(List.of(g.size(x, 2), Size.of(times.get(1))));
        Signal y = g.cast(g.resize(x, height, width, call.options().text("interpolation", "nearest")), x.type());
        return List.of(isFirst ? Channels.toFirst(g, y) : y);
    }

    private static List<Signal> repeated(LayerCall call) {
        List<Long> times = call.options().perAxis("size", 3, 2);
        Signal x = call.input();
        for (int axis = 0; axis < 3; axis++) {
            x = call.graph().repeat(x, firstAxis(call) + axis, times.get(axis));
        }
        return List.of(x);
    }
}
