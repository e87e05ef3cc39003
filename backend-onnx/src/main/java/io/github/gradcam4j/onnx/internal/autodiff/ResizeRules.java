package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Differentiates resampling, which is a product with one matrix per axis. The matrix is what the very same operator makes of
 * an identity matrix, so that it follows the runtime in all modes and roundings.
 */
final class ResizeRules {
    private static final Set<String> SAMPLING = Set.of(
            "mode", "coordinate_transformation_mode", "nearest_mode", "cubic_coeff_a", "exclude_outside", "antialias");

    private ResizeRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "Resize" -> ResizeRules::resize;
            default -> null;
        };
    }

    private static void resize(Backward node) {
        String policy = node.text("keep_aspect_ratio_policy", "stretch");
        if (!policy.equals("stretch")) {
            throw node.refuse("keeps the aspect ratio ('" + policy + "')");
        }
        if (node.text("coordinate_transformation_mode", "half_pixel").equals("tf_crop_and_resize")) {
            throw node.refuse("crops while it resizes (tf_crop_and_resize)");
        }
        long[] before = node.inShape(0);
        long[] now = node.outShape(0);
        long[] axes = node.integers("axes", LongStream.range(0, before.length).toArray());
        boolean bySize = node.node().input(3).isPresent();
        Optional<double[]> scales = bySize ? Optional.empty() : node.knownReals(2);
        String gradient = node.gradient();
        for (int i = 0; i < axes.length; i++) {
            int axis = Backward.axis(axes[i], before.length);
            int place = i;
            boolean isOne = scales.filter(s -> s[place] == 1).isPresent();
            // The batch is never resampled, and other free sizes may differ although both are free.
            boolean same = axis == 0 || before[axis] != ValueTable.FREE;
            boolean untouched =
                    before[axis] == now[axis] && (isOne || (same && (bySize || before[axis] == ValueTable.FREE)));
            if (untouched) {
                continue;
            }
            String matrix = node.emit.transpose(matrix(node, axis, bySize, place), 1, 0);
            gradient = node.shapes.contract(gradient, now, axis, matrix, before[axis]);
            now[axis] = before[axis];
        }
        node.give(0, gradient);
    }

    /** Returns a value with as many rows as the input has places along an axis, and as many columns as the output has. */
    private static String matrix(Backward node, int axis, boolean bySize, int place) {
        Emitter e = node.emit;
        Map<String, AttributeValue> attributes = new HashMap<>(node.node().attributes());
        attributes.keySet().retainAll(SAMPLING);
        String rows = e.unsqueeze(identity(node, axis), 1, 2);
        String none = e.floats(new long[] {0});
        if (bySize) {
            String sizes = e.concat(
                    0, node.shapes.size(node.inName(0), axis), e.longs(1, 1), node.shapes.size(node.outName(0), axis));
            return e.reshape(e.op("Resize", attributes, rows, none, none, sizes), 0, -1);
        }
        String scale = e.gather(node.in(2), e.longs(place), 0);
        String scales = e.concat(0, e.floats(new long[] {3}, 1, 1, 1), scale);
        return e.reshape(e.op("Resize", attributes, rows, none, scales), 0, -1);
    }

    private static String identity(Backward node, int axis) {
        Emitter e = node.emit;
        long size = node.inShape(0)[axis];
        if (size == ValueTable.FREE) {
            String count = node.shapes.size(node.inName(0), axis);
            String places = e.op("Range", e.index(0), e.reshape(count), e.index(1));
            return e.op("OneHot", Emitter.attributes("axis", -1), places, count, e.floats(new long[] {2}, 0, 1));
        }
        return node.shapes.selection(size, size, Integer::equals);
    }
}
