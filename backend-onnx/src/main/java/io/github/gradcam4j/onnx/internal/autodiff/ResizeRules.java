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
            boolean untouched = before[axis] == now[axis]
                    && (bySize
                            || before[axis] == ValueTable.FREE
                            || scales.filter(s -> s[place] == 1).isPresent());
            if (untouched) {
                continue;
            }
            long from = Broadcasting.fixed(before[axis])[0];
            long to = Broadcasting.fixed(now[axis])[0];
            String matrix = node.emit.transpose(matrix(node, from, to, bySize, place), 1, 0);
            gradient = node.shapes.contract(gradient, now, axis, matrix, from);
            now[axis] = from;
        }
        node.give(0, gradient);
    }

    /** Returns a value of shape {@code [from, to]}. */
    private static String matrix(Backward node, long from, long to, boolean bySize, int place) {
        Emitter e = node.emit;
        int n = Math.toIntExact(from);
        float[] identity = new float[n * n];
        for (int i = 0; i < n; i++) {
            identity[i * n + i] = 1;
        }
        Map<String, AttributeValue> attributes = new HashMap<>(node.node().attributes());
        attributes.keySet().retainAll(SAMPLING);
        String rows = e.floats(new long[] {from, 1, 1, from}, identity);
        String none = e.floats(new long[] {0});
        if (bySize) {
            return e.reshape(e.op("Resize", attributes, rows, none, none, e.longs(from, 1, 1, to)), from, to);
        }
        String scale = e.gather(node.in(2), e.longs(place), 0);
        String scales = e.concat(0, e.floats(new long[] {3}, 1, 1, 1), scale);
        return e.reshape(e.op("Resize", attributes, rows, none, scales), from, to);
    }
}
