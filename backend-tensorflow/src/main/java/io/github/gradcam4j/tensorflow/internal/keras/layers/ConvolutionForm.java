package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Is how a window moves over an input. One axis is worked as two, the first of which has one position, as TensorFlow
 * itself does.
 */
record ConvolutionForm(
        LayerGraph g,
        int axes,
        List<Long> windows,
        List<Long> strides,
        List<Long> dilations,
        String padding,
        boolean isChannelsFirst) {
    static ConvolutionForm of(LayerCall call, int axes) {
        Options options = call.options();
        String padding = options.text("padding", "valid").toLowerCase(java.util.Locale.ROOT);
        if (!List.of("valid", "same", "causal").contains(padding) || (padding.equals("causal") && axes > 1)) {
            throw new BrokenNetwork("its padding is '" + padding + "' instead of 'valid' or 'same'");
        }
        return new ConvolutionForm(
                call.graph(),
                axes,
                options.perAxis("kernel_size", axes, 1),
                options.perAxis("strides", axes, 1),
                options.perAxis("dilation_rate", axes, 1),
                padding,
                CoreLayers.channelsFirst(call));
    }

    /** Returns the same window that moves otherwise, over channels that are last. */
    ConvolutionForm with(List<Long> otherStrides, List<Long> otherDilations, String otherPadding) {
        return new ConvolutionForm(g, axes, windows, otherStrides, otherDilations, otherPadding, false);
    }

    boolean isSame() {
        return padding.equals("same");
    }

    boolean isFramed() {
        return axes == 1;
    }

    List<Long> ones() {
        return Collections.nCopies(Math.max(2, axes), 1L);
    }

    List<Long> framedStrides() {
        // depthwise operators want the same stride along both axes
        return isFramed() ? List.of(strides.get(0), strides.get(0)) : strides;
    }

    long[] kernelShape(long first, long second) {
        long[] shape = new long[axes + 2];
        for (int i = 0; i < axes; i++) {
            shape[i] = windows.get(i);
        }
        shape[axes] = first;
        shape[axes + 1] = second;
        return shape;
    }

    Signal framedKernel(Signal kernel) {
        return isFramed() ? g.expand(kernel, 0) : kernel;
    }

    /** Returns the input with channels last, at least two axes, and what a causal window sees before the beginning. */
    Signal entered(Signal input) {
        if (input.rank() != axes + 2) {
            throw new BrokenNetwork(
                    "its input of shape " + input.shape() + " has not the " + (axes + 2) + " axes that it works on");
        }
        Signal x = isChannelsFirst ? Channels.toLast(g, input) : input;
        if (padding.equals("causal")) {
            x = g.pad(x, new long[][] {{0, 0}, {(windows.get(0) - 1) * dilations.get(0), 0}, {0, 0}}, 0);
        }
        return isFramed() ? g.expand(x, 1) : x;
    }

    /** Returns the output in the form of the input. */
    Signal left(Signal output) {
        Signal y = isFramed() ? g.squeeze(output, 1) : output;
        return isChannelsFirst ? Channels.toFirst(g, y) : y;
    }

    Signal convolved(Signal x, Signal kernel) {
        boolean isDilated = dilations.stream().anyMatch(rate -> rate > 1);
        return isDilated
                ? DilatedWindows.over(
                        g,
                        x,
                        kernel,
                        framed(dilations),
                        isSame(),
                        part -> g.convolve(part, kernel, ones(), ones(), false))
                : g.convolve(x, kernel, framedStrides(), ones(), isSame());
    }

    Signal convolvedEach(Signal x, Signal kernel) {
        boolean isDilated = dilations.stream().anyMatch(rate -> rate > 1);
        return isDilated
                ? DilatedWindows.over(
                        g, x, kernel, framed(dilations), isSame(), part -> g.convolveEach(part, kernel, ones(), false))
                : g.convolveEach(x, kernel, framedStrides(), isSame());
    }

    private List<Long> framed(List<Long> numbers) {
        return isFramed() ? List.of(1L, numbers.get(0)) : numbers;
    }

    /** Returns the kernel with zeros between its elements. */
    Signal dilatedKernel(Signal kernel) {
        Signal wide = kernel;
        List<Long> rates = framed(dilations);
        for (int axis = 0; axis < rates.size(); axis++) {
            long rate = rates.get(axis);
            if (rate > 1) {
                Signal apart = g.expand(wide, axis + 1);
                long[][] pads = new long[apart.rank()][2];
                pads[axis + 1][1] = rate - 1;
                List<Size> sizes = new ArrayList<>(g.sizes(wide));
                sizes.set(axis, Size.of(wide.dim(axis) * rate));
                wide = g.slice(g.reshape(g.pad(apart, pads, 0), sizes), axis, 0, (wide.dim(axis) - 1) * rate + 1);
            }
        }
        return wide;
    }

    /** Returns the length that a transposed convolution makes of an axis. */
    Size spreadLength(Size length, int axis, @org.jspecify.annotations.Nullable Long outputPadding) {
        long window = (windows.get(axis) - 1) * dilations.get(axis) + 1;
        long stride = strides.get(axis);
        long more = outputPadding == null
                ? isSame() ? 0 : Math.max(window - stride, 0)
                : (isSame() ? window - 2 * (window / 2) : window) - stride + outputPadding;
        if (length.counted() == null) {
            return Size.of(length.known() * stride + more);
        }
        Signal spread = g.multiply(length.counted(), g.scalar(stride));
        return new Size(-1, more == 0 ? spread : g.binary("AddV2", spread, g.scalar(more)));
    }
}
