package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.internal.axes.ChannelOrder;
import io.github.gradcam4j.internal.axes.ChannelRule;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.SameAxesRule;
import io.github.gradcam4j.internal.axes.WindowRule;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Convolutions, pools and what else knows where channels are. */
final class WindowOperators {
    private static final int LONGEST_DETOUR = 8;

    private WindowOperators() {}

    static void register(Translations.Registry registry) {
        registry.put(
                "Conv2D Conv3D DepthwiseConv2dNative",
                a -> a.make(new WindowRule(a.order(), filter(a.input(1)), false)));
        registry.put(
                "Conv2DBackpropInput Conv3DBackpropInputV2 DepthwiseConv2dNativeBackpropInput",
                a -> a.make(
                        new WindowRule(a.order(), filter(a.input(1)), false),
                        List.of(a.input(2), a.input(1), a.input(0))));
        registry.put("Dilation2D", a -> a.make(new WindowRule(ChannelOrder.LAST, filter(a.input(1)), true)));
        registry.put(
                "ExtractImagePatches ExtractVolumePatches",
                a -> a.make(new WindowRule(ChannelOrder.LAST, List.of(), false)));
        registry.put("DepthToSpace SpaceToDepth", a -> a.make(new WindowRule(a.order(), List.of(), false)));
        registry.put(
                "MaxPool AvgPool MaxPool3D AvgPool3D",
                a -> a.make(new WindowRule(a.order(), positions(a.list("ksize"), a.order()), true)));
        registry.put("MaxPoolV2", a -> a.make(new WindowRule(a.order(), positions(a.numbers(1), a.order()), true)));
        registry.put(
                "MaxPoolWithArgmax",
                a -> a.make(new WindowRule(ChannelOrder.LAST, positions(a.list("ksize"), ChannelOrder.LAST), true)));
        registry.put(
                "FractionalMaxPool FractionalAvgPool", a -> a.make(new WindowRule(ChannelOrder.LAST, List.of(), true)));
        registry.put("""
                ResizeArea ResizeBicubic ResizeBilinear ResizeNearestNeighbor ScaleAndTranslate
                ImageProjectiveTransformV2 ImageProjectiveTransformV3 LRN RGBToHSV HSVToRGB AdjustContrastv2 AdjustHue
                AdjustSaturation""", a -> a.make(new ChannelRule(ChannelOrder.LAST)));
        registry.put("Pad PadV2 MirrorPad", a -> a.make(new SameAxesRule(true)));
        registry.put("FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3", WindowOperators::normalised);
        registry.put("BatchToSpaceND BatchToSpace", WindowOperators::dilated);
        // What is between has positions among its items: nothing is said of it.
        registry.put("SpaceToBatchND SpaceToBatch", a -> {});
    }

    private static List<Long> filter(Node filter) {
        List<Long> shape = filter.shape();
        return shape == null ? List.of() : shape.subList(0, shape.size() - 2);
    }

    private static List<Long> positions(List<Long> window, ChannelOrder order) {
        return order == ChannelOrder.FIRST ? window.subList(2, window.size()) : window.subList(1, window.size() - 1);
    }

    /**
     * Layers that normalise each item or position by itself do that with the operator for batches in training, for whose sake
     * they take what they normalise for channels.
     */
    private static void normalised(Operation a) {
        a.make(a.flag("is_training") ? new SameAxesRule(true) : new ChannelRule(a.order()));
    }

    /** A convolution with holes, as one without on every n-th position: together they are a window. */
    private static void dilated(Operation a) {
        Optional<Value> origin = origin(a.use().input(0));
        if (origin.isPresent()) {
            List<Node> from = new ArrayList<>(List.of(a.flow().node(origin.get())));
            from.addAll(a.inputs());
            a.make(new WindowRule(ChannelOrder.LAST, List.of(), false), from);
        }
    }

    private static Optional<Value> origin(Value made) {
        Value value = made;
        for (int i = 0; i < LONGEST_DETOUR && !value.node().inputs().isEmpty(); i++) {
            if (value.node().operator().startsWith("SpaceToBatch")) {
                return Optional.of(value.node().input(0));
            }
            value = value.node().input(0);
        }
        return Optional.empty();
    }
}
