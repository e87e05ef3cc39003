package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.Arrays;

/**
 * Is the sliding window of a convolution or a pooling, measured: all arrays have one entry per spatial axis.
 *
 * @param kernel size of the window
 * @param strides steps
 * @param dilations distance between the cells of a window
 * @param begin padding before the first cell
 * @param end padding behind the last cell, as declared
 * @param input spatial sizes of the input, some of which may be {@link ValueTable#FREE}
 * @param output spatial sizes of the output, the same
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Window(long[] kernel, long[] strides, long[] dilations, long[] begin, long[] end, long[] input, long[] output) {

    /** Reads the attributes of a Conv or a pooling node. */
    static Window of(Backward node, long[] kernel) {
        Window window = ofAnySize(node, kernel);
        Broadcasting.fixed(window.input());
        Broadcasting.fixed(window.output());
        return window;
    }

    /** As {@link #of}, with sizes of input and output that may be free. */
    static Window ofAnySize(Backward node, long[] kernel) {
        int n = kernel.length;
        long[] ones = new long[n];
        Arrays.fill(ones, 1);
        long[] strides = node.integers("strides", ones);
        long[] dilations = node.integers("dilations", ones);
        long[] input = ConvolutionRules.spatial(node.inShape(0));
        long[] output = ConvolutionRules.spatial(node.outShape(0));
        long[] begin = new long[n];
        long[] end = new long[n];
        String mode = node.text("auto_pad", "NOTSET");
        if (mode.equals("NOTSET")) {
            long[] pads = node.integers("pads", new long[2 * n]);
            begin = Arrays.copyOf(pads, n);
            end = Arrays.copyOfRange(pads, n, 2 * n);
        } else if (!mode.equals("VALID")) {
            for (int i = 0; i < n; i++) {
                boolean followsSize = strides[i] != 1;
                long reached = followsSize
                        ? (Broadcasting.fixed(output[i])[0] - 1) * strides[i] - Broadcasting.fixed(input[i])[0]
                        : -1;
                long total = Math.max(0, reached + (kernel[i] - 1) * dilations[i] + 1);
                begin[i] = mode.equals("SAME_LOWER") ? total - total / 2 : total / 2;
                end[i] = total - begin[i];
            }
        }
        return new Window(kernel, strides, dilations, begin, end, input, output);
    }

    /** Returns the paddings before all first cells, then those behind all last ones. */
    long[] pads() {
        long[] pads = Arrays.copyOf(begin, 2 * begin.length);
        System.arraycopy(end, 0, pads, begin.length, end.length);
        return pads;
    }

    /** Says whether all sizes are known. */
    boolean isSized() {
        return !Broadcasting.free(input) && !Broadcasting.free(output);
    }

    /** Returns the window of the same cells with steps of one, over outputs with room between them for the steps. */
    Window spread() {
        long[] ones = new long[strides.length];
        Arrays.fill(ones, 1);
        long[] spread = new long[strides.length];
        Arrays.setAll(spread, i -> output[i] * strides[i]);
        return new Window(kernel, ones, dilations, begin, end, input, spread);
    }

    /** Returns how many cells of the padded input the windows of an axis reach, from the first to the last. */
    long reached(int axis) {
        return (output[axis] - 1) * strides[axis] + (kernel[axis] - 1) * dilations[axis] + 1;
    }

    /** Returns the padding behind the last cell that windows really reach; negative where they leave cells out. */
    long reachedEnd(int axis) {
        return reached(axis) - input[axis] - begin[axis];
    }

    /** Says whether a window covers a cell of the input. */
    boolean covers(int axis, long window, long cell) {
        long offset = cell + begin[axis] - window * strides[axis];
        return offset >= 0 && offset % dilations[axis] == 0 && offset / dilations[axis] < kernel[axis];
    }
}
