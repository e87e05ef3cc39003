package io.github.gradcam4j.tensorflow.internal.keras.emit;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;

/** Operators that move a window over two or three axes; channels are last. */
public interface Windows extends Reductions {
    /** Convolves with a kernel {@code [window..., channels, filters]}. */
    default Signal convolve(Signal x, Signal kernel, List<Long> strides, List<Long> dilations, boolean same) {
        List<Long> windows = window(kernel, strides.size(), dilations);
        Map<String, AttrValue> attributes =
                Map.of("strides", framed(strides), "dilations", framed(dilations), "padding", padding(same));
        return emit(
                strides.size() == 2 ? "Conv2D" : "Conv3D",
                moved(x, windows, strides, same, kernel.dim(-1)),
                attributes,
                List.of(x, kernel));
    }

    /** Convolves each channel for itself, with a kernel {@code [height, width, channels, times]}. */
    default Signal convolveEach(Signal x, Signal kernel, List<Long> strides, boolean same) {
        return emit(
                "DepthwiseConv2dNative",
                moved(x, window(kernel, 2, List.of(1L, 1L)), strides, same, kernel.dim(-1) * kernel.dim(-2)),
                Map.of("strides", framed(strides), "padding", padding(same)),
                List.of(x, kernel));
    }

    /** Spreads elements over windows of a kernel {@code [window..., filters, channels]}, to a tensor of given sizes. */
    default Signal spread(
            Signal x, Signal kernel, List<Size> sizes, List<Long> strides, List<Long> dilations, boolean same) {
        return emit(
                strides.size() == 2 ? "Conv2DBackpropInput" : "Conv3DBackpropInputV2",
                Shape.of(sizes.stream().mapToLong(Size::known).toArray()),
                Map.of("strides", framed(strides), "dilations", framed(dilations), "padding", padding(same)),
                List.of(vector(sizes), kernel, x));
    }

    /** Sums up windows with {@code MaxPool} or {@code AvgPool}. */
    default Signal pool(String operator, Signal x, List<Long> windows, List<Long> strides, boolean same) {
        return emit(
                strides.size() == 2 ? operator : operator + "3D",
                moved(x, windows, strides, same, x.dim(-1)),
                Map.of("ksize", framed(windows), "strides", framed(strides), "padding", padding(same)),
                List.of(x));
    }

    private static List<Long> window(Signal kernel, int axes, List<Long> dilations) {
        List<Long> windows = new ArrayList<>();
        for (int i = 0; i < axes; i++) {
            windows.add((kernel.dim(i) - 1) * dilations.get(i) + 1);
        }
        return windows;
    }

    private static Shape moved(Signal x, List<Long> windows, List<Long> strides, boolean same, long channels) {
        long[] dims = x.shape().dims();
        for (int i = 0; i < windows.size(); i++) {
            dims[i + 1] = Shapes.windows(dims[i + 1], windows.get(i), strides.get(i), same);
        }
        dims[dims.length - 1] = channels;
        return Shape.of(dims);
    }

    private static AttrValue framed(List<Long> numbers) {
        List<Long> framed = new ArrayList<>(Collections.nCopies(numbers.size() + 2, 1L));
        for (int i = 0; i < numbers.size(); i++) {
            framed.set(i + 1, numbers.get(i));
        }
        return Attributes.numbers(framed);
    }

    private static AttrValue padding(boolean same) {
        return Attributes.of(same ? "SAME" : "VALID");
    }
}
