package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Differentiates Col2Im, which adds the cells of windows to where they lie: the gradient takes them from there again. */
final class ColumnRules {
    private ColumnRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "Col2Im" -> ColumnRules::fromColumns;
            default -> null;
        };
    }

    private static void fromColumns(Backward node) {
        if (!node.wants(0)) {
            return;
        }
        Emitter e = node.emit;
        long[] block = node.knownIntegers(2);
        long[] image = ConvolutionRules.spatial(node.outShape(0));
        boolean dilated = node.integers("dilations")
                .filter(given -> LongStream.of(given).anyMatch(d -> d != 1))
                .isPresent();
        if (dilated && block.length != 2) {
            // https://github.com/microsoft/onnxruntime/issues/18156
            throw node.refuse("has dilations over other than two axes, which the runtime computes wrongly");
        }
        String planes = e.reshape(node.gradient(), Broadcasting.join(-1, Broadcasting.join(1, image)));
        // Strides, dilations and pads are called the same, and mean the same.
        Map<String, AttributeValue> sliding = new HashMap<>(node.node().attributes());
        sliding.putAll(Emitter.attributes("kernel_shape", block));
        String columns = e.op("Conv", sliding, planes, identity(e, block));
        node.give(0, node.shapes.unfold(columns, node.inName(0)));
    }

    /** Returns the weights with which a convolution of planes lays the cells of each window side by side, as channels. */
    static String identity(Emitter e, long[] window) {
        int cells = Math.toIntExact(Broadcasting.product(window));
        float[] ones = new float[Math.multiplyExact(cells, cells)];
        for (int i = 0; i < cells; i++) {
            ones[i * cells + i] = 1;
        }
        return e.floats(Broadcasting.join(cells, Broadcasting.join(1, window)), ones);
    }
}
