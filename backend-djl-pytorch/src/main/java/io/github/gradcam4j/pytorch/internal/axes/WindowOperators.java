package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.ChannelOrder;
import io.github.gradcam4j.internal.axes.SameAxesRule;
import io.github.gradcam4j.internal.axes.WindowRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Convolutions, pools and changes of resolution. */
final class WindowOperators {
    private WindowOperators() {}

    static void register(Operators.Registry registry) {
        registry.put("conv1d conv2d conv3d", a -> convolved(a, false, 3, 4, 5, 6));
        registry.put("conv_transpose1d conv_transpose2d conv_transpose3d", a -> convolved(a, true, 3, 4, 7, 6));
        registry.put("_convolution convolution", a -> convolved(a, a.flag(6, "transposed", false), 3, 4, 5, 8));
        registry.put("max_pool1d max_pool2d max_pool3d", a -> pooled(a, 5, 4));
        registry.put("avg_pool1d avg_pool2d avg_pool3d", a -> pooled(a, 4, -1));
        registry.put("max_pool1d_with_indices max_pool2d_with_indices max_pool3d_with_indices", a -> {
            Tensor pooled = pooled(a, 5, 4);
            return a.trace().list(List.of(pooled, a.trace().constant(null, pooled.shape(), null)));
        });
        registry.put("adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d", WindowOperators::adapted);
        registry.put("adaptive_max_pool1d adaptive_max_pool2d adaptive_max_pool3d", a -> {
            Tensor pooled = adapted(a);
            return a.trace().list(List.of(pooled, a.trace().constant(null, pooled.shape(), null)));
        });
        registry.put("""
                upsample_nearest1d upsample_nearest2d upsample_nearest3d upsample_linear1d upsample_bilinear2d
                upsample_trilinear3d upsample_bicubic2d _upsample_nearest_exact1d _upsample_nearest_exact2d
                _upsample_nearest_exact3d _upsample_bilinear2d_aa _upsample_bicubic2d_aa""", WindowOperators::resampled);
        registry.put("pixel_shuffle", a -> shuffled(a, true));
        registry.put("pixel_unshuffle", a -> shuffled(a, false));
        registry.put("""
                pad constant_pad_nd reflection_pad1d reflection_pad2d reflection_pad3d replication_pad1d
                replication_pad2d replication_pad3d""", WindowOperators::padded);
    }

    private static Tensor convolved(Arguments a, boolean turned, int stride, int padding, int dilation, int groups) {
        Tensor weight = a.tensor(1);
        List<Long> kernel = weight.dims().subList(2, weight.rank());
        int axes = kernel.size();
        long group = a.known(groups, "groups", 1);
        Tensor first = a.tensor(0);
        List<Long> dims = first.dims(weight.rank());
        long taken = turned ? weight.dims().get(0) : weight.dims().get(1) * group;
        if (dims.get(1) < 0) {
            List<Long> refined = new ArrayList<>(dims);
            refined.set(1, taken);
            first.node().refine(List.copyOf(refined));
        }
        List<Long> strides = a.integers(stride, "stride", axes, 1);
        List<Long> dilations = a.integers(dilation, "dilation", axes, 1);
        Object border = a.get(padding, "padding");
        List<Long> pads =
                border instanceof String ? Collections.nCopies(axes, 0L) : a.integers(padding, "padding", axes, 0);
        List<Long> extra = turned
                ? a.integers(a.operator().endsWith("convolution") ? 7 : 5, "output_padding", axes, 0)
                : Collections.nCopies(axes, 0L);
        List<Long> shape = new ArrayList<>(List.of(
                dims.get(0),
                turned ? weight.dims().get(1) * group : weight.dims().get(0)));
        for (int i = 0; i < axes; i++) {
            long size = dims.get(i + 2);
            long wide = dilations.get(i) * (kernel.get(i) - 1);
            long made = turned
                    ? (size - 1) * strides.get(i) - 2 * pads.get(i) + wide + extra.get(i) + 1
                    : border.equals("same")
                            ? (size + strides.get(i) - 1) / strides.get(i)
                            : (size + 2 * pads.get(i) - wide - 1) / strides.get(i) + 1;
            shape.add(size < 0 ? -1L : made);
        }
        List<Tensor> from = new ArrayList<>(List.of(first, weight));
        if (a.has(2, "bias")) {
            from.add(a.tensor(2, "bias"));
        }
        return a.trace()
                .apply(
                        turned ? "conv_transpose" : "conv",
                        new WindowRule(ChannelOrder.FIRST, kernel, false),
                        from,
                        first.dtype(),
                        List.copyOf(shape));
    }

    private static Tensor pooled(Arguments a, int ceil, int dilation) {
        int axes = axes(a);
        Tensor first = a.tensor(0);
        List<Long> dims = first.shape() == null ? first.dims(axes + 2) : first.dims();
        if (dims.size() != axes + 2) {
            throw new Unsure();
        }
        List<Long> kernel = a.integers(1, "kernel_size", axes, 1);
        List<Long> strides = a.integers(2, "stride").isEmpty() ? kernel : a.integers(2, "stride", axes, 1);
        List<Long> pads = a.integers(3, "padding", axes, 0);
        List<Long> dilations = dilation < 0 ? Collections.nCopies(axes, 1L) : a.integers(dilation, "dilation", axes, 1);
        boolean up = a.flag(ceil, "ceil_mode", false);
        List<Long> shape = new ArrayList<>(dims.subList(0, 2));
        for (int i = 0; i < axes; i++) {
            long size = dims.get(i + 2);
            long room = size + 2 * pads.get(i) - dilations.get(i) * (kernel.get(i) - 1) - 1;
            long made = (up ? Math.floorDiv(room + strides.get(i) - 1, strides.get(i)) : room / strides.get(i)) + 1;
            if (up && (made - 1) * strides.get(i) >= size + pads.get(i)) {
                made--; // the last window must begin within what is pooled
            }
            shape.add(size < 0 ? -1L : made);
        }
        return a.trace()
                .apply(
                        "pool",
                        new WindowRule(ChannelOrder.FIRST, kernel, true),
                        List.of(first),
                        first.dtype(),
                        List.copyOf(shape));
    }

    private static int axes(Arguments a) {
        return a.operator().replaceAll("\\D", "").charAt(0) - '0';
    }

    private static Tensor adapted(Arguments a) {
        int axes = axes(a);
        Tensor first = a.tensor(0);
        List<Long> dims = first.shape() == null ? first.dims(axes + 2) : first.dims();
        List<Long> sizes = a.integers(1, "output_size", axes, 1);
        List<Long> shape = new ArrayList<>(dims.subList(0, dims.size() - axes));
        for (int i = 0; i < axes; i++) {
            shape.add(
                    sizes.get(i) == -1 || sizes.get(i) == Arguments.UNKNOWN
                            ? dims.get(dims.size() - axes + i)
                            : sizes.get(i));
        }
        boolean same = shape.equals(dims);
        return a.trace()
                .apply(
                        "pool",
                        new WindowRule(ChannelOrder.FIRST, same ? Collections.nCopies(axes, 1L) : List.of(), true),
                        List.of(first),
                        first.dtype(),
                        List.copyOf(shape));
    }

    private static Tensor resampled(Arguments a) {
        Tensor first = a.tensor(0);
        int axes = a.operator().contains("1d") ? 1 : a.operator().contains("2d") ? 2 : 3;
        List<Long> dims = first.dims(axes + 2);
        List<Long> shape = new ArrayList<>(dims.subList(0, 2));
        List<Long> asked = a.integers(1, "output_size");
        for (int i = 0; i < axes; i++) {
            if (asked.size() == axes) {
                shape.add(asked.get(i) < 0 ? -1L : asked.get(i));
            } else {
                long size = dims.get(i + 2);
                shape.add(size < 0 ? -1L : (long) Math.floor(size * factor(a, i)));
            }
        }
        return a.trace().apply("upsample", new SameAxesRule(true), List.of(first), first.dtype(), List.copyOf(shape));
    }

    private static double factor(Arguments a, int axis) {
        for (Object value : a.values()) {
            if (value instanceof Listing list
                    && !list.elements().isEmpty()
                    && list.elements().get(0) instanceof Double) {
                return (Double) list.elements().get(axis);
            }
        }
        throw new Unsure();
    }

    private static Tensor shuffled(Arguments a, boolean up) {
        Tensor first = a.tensor(0);
        long factor = a.known(1, "factor", 1);
        List<Long> dims = first.dims(4);
        if (dims.contains(-1L)) {
            throw new Unsure();
        }
        long square = Math.multiplyExact(factor, factor);
        List<Long> shape = up
                ? List.of(dims.get(0), dims.get(1) / square, dims.get(2) * factor, dims.get(3) * factor)
                : List.of(dims.get(0), dims.get(1) * square, dims.get(2) / factor, dims.get(3) / factor);
        return a.make(new WindowRule(ChannelOrder.FIRST, List.of(), false), List.of(first), shape);
    }

    private static Tensor padded(Arguments a) {
        Tensor first = a.tensor(0);
        if (first.shape() == null) {
            return a.make(new SameAxesRule(true), List.of(first), null);
        }
        List<Long> pads = a.integers(1, "pad");
        List<Long> shape = new ArrayList<>(first.dims());
        for (int i = 0; i + 1 < pads.size(); i += 2) {
            int axis = shape.size() - 1 - i / 2;
            boolean open =
                    pads.get(i) == Arguments.UNKNOWN || pads.get(i + 1) == Arguments.UNKNOWN || shape.get(axis) < 0;
            shape.set(axis, open ? -1L : shape.get(axis) + pads.get(i) + pads.get(i + 1));
        }
        return a.make(new SameAxesRule(true), List.of(first), List.copyOf(shape));
    }
}
