package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Convolutions along one, two or three axes. */
final class Convolutions {
    private Convolutions() {}

    static void addTo(Map<String, LayerRule> rules) {
        for (int axes = 1; axes <= 3; axes++) {
            int count = axes;
            for (String name : List.of("Conv" + axes + "D", "Convolution" + axes + "D")) {
                rules.put(name, call -> plain(call, count));
            }
            for (String name : List.of("Conv" + axes + "DTranspose", "Convolution" + axes + "DTranspose")) {
                rules.put(name, call -> transposed(call, count));
            }
        }
        for (int axes = 1; axes <= 2; axes++) {
            int count = axes;
            rules.put("DepthwiseConv" + axes + "D", call -> depthwise(call, count));
            rules.put("SeparableConv" + axes + "D", call -> separable(call, count));
            rules.put("SeparableConvolution" + axes + "D", call -> separable(call, count));
        }
    }

    private static List<Signal> plain(LayerCall call, int axes) {
        LayerGraph g = call.graph();
        Options options = call.options();
        CoreLayers.refuseAdapters(options);
        ConvolutionForm form = ConvolutionForm.of(call, axes);
        Signal x = form.entered(call.input());
        long groups = options.whole("groups", 1);
        long filters = options.whole("filters");
        if (groups < 1 || x.known(-1) % groups != 0 || filters % groups != 0) {
            throw new BrokenNetwork(
                    "its " + groups + " groups do not divide " + x.known(-1) + " channels and " + filters + " filters");
        }
        long[] shape = form.kernelShape(x.known(-1) / groups, filters);
        Signal kernel = form.framedKernel(call.weight("kernel", shape));
        Signal y =
                groups == 1 ? form.convolved(x, kernel) : g.concatenate(grouped(g, form, x, kernel, (int) groups), -1);
        return List.of(finished(call, form, y, filters));
    }

    /** TensorFlow's convolution of groups has no derivative on processors. */
    private static List<Signal> grouped(LayerGraph g, ConvolutionForm form, Signal x, Signal kernel, int groups) {
        List<Signal> parts = g.split(x, groups, -1);
        List<Signal> kernels = g.split(kernel, groups, -1);
        List<Signal> results = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            results.add(form.convolved(parts.get(i), kernels.get(i)));
        }
        return results;
    }

    private static Signal finished(LayerCall call, ConvolutionForm form, Signal y, long filters) {
        Signal sum = call.options().flag("use_bias", true) ? call.graph().addBias(y, call.weight("bias", filters)) : y;
        return call.activate("activation", form.left(sum));
    }

    private static List<Signal> depthwise(LayerCall call, int axes) {
        Options options = call.options().ignoring("filters", "groups");
        ConvolutionForm form = ConvolutionForm.of(call, axes);
        Signal x = form.entered(call.input());
        long times = options.whole("depth_multiplier", 1);
        String name = call.isKeras2() ? "depthwise_kernel" : "kernel";
        Signal kernel = call.weight(name, form.kernelShape(x.known(-1), times));
        Signal y = form.convolvedEach(x, form.framedKernel(kernel));
        return List.of(finished(call, form, y, x.known(-1) * times));
    }

    private static List<Signal> separable(LayerCall call, int axes) {
        LayerGraph g = call.graph();
        Options options = call.options().ignoring("groups");
        ConvolutionForm form = ConvolutionForm.of(call, axes);
        Signal x = form.entered(call.input());
        long times = options.whole("depth_multiplier", 1);
        long filters = options.whole("filters");
        long channels = x.known(-1);
        Signal each = call.weight("depthwise_kernel", form.kernelShape(channels, times));
        long[] points = new long[axes + 2];
        java.util.Arrays.fill(points, 1);
        points[axes] = channels * times;
        points[axes + 1] = filters;
        Signal point = form.framedKernel(call.weight("pointwise_kernel", points));
        Signal y = form.convolvedEach(x, form.framedKernel(each));
        Signal z = g.convolve(y, point, List.of(1L, 1L), List.of(1L, 1L), false);
        return List.of(finished(call, form, z, filters));
    }

    private static List<Signal> transposed(LayerCall call, int axes) {
        LayerGraph g = call.graph();
        Options options = call.options().ignoring("groups");
        ConvolutionForm form = ConvolutionForm.of(call, axes);
        Signal x = form.entered(call.input());
        long filters = options.whole("filters");
        Signal kernel = form.framedKernel(call.weight("kernel", form.kernelShape(filters, x.known(-1))));
        List<Long> output = options.wholes("output_padding");
        List<Size> sizes = new ArrayList<>();
        sizes.add(g.size(x, 0));
        int offset = form.isFramed() ? 1 : 0;
        for (int axis = 0; axis < axes; axis++) {
            if (form.isFramed()) {
                sizes.add(Size.of(1));
            }
            Long more = output.isEmpty() ? null : output.get(output.size() == 1 ? 0 : axis);
            sizes.add(form.spreadLength(g.size(x, axis + 1 + offset), axis, more));
        }
        sizes.add(Size.of(filters));
        Signal y = g.spread(x, form.dilatedKernel(kernel), sizes, form.framedStrides(), form.ones(), form.isSame());
        return List.of(finished(call, form, y, filters));
    }
}
