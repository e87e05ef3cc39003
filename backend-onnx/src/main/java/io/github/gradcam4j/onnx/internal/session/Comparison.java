package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.TensorInfo;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How far the results of a device are from the processor's.
 *
 * @param output the worst output; empty if none is worth a word
 * @param error the length of its difference over its own length
 */
record Comparison(String output, double error) {
    /**
     * In float32 a sum in another order may fall on the other side of a kink, which moves some gradients by percents; a wrong
     * operator moves most of them by much more.
     */
    private static final double TOLERANCE = 0.05;

    /** Compares the outputs of a device with the same ones of the processor. */
    static Comparison of(Map<String, OnnxTensor> device, Map<String, OnnxTensor> processor) {
        Comparison worst = new Comparison("", 0);
        for (Map.Entry<String, OnnxTensor> entry : processor.entrySet()) {
            double error = error(device.get(entry.getKey()), entry.getValue());
            // Written so that an error that is no number counts as one.
            if (!(error <= Math.max(worst.error(), TOLERANCE))) {
                worst = new Comparison(entry.getKey(), error);
            }
        }
        return worst;
    }

    /** Tells whether no output is off by more than rounding explains. */
    boolean isSame() {
        return output.isEmpty();
    }

    private static double error(@Nullable OnnxTensor got, OnnxTensor right) {
        TensorInfo info = right.getInfo();
        if (got == null || !Arrays.equals(got.getInfo().getShape(), info.getShape())) {
            return 1;
        }
        return switch (info.type) {
            case FLOAT, FLOAT16, BFLOAT16 -> {
                FloatBuffer ours = got.getFloatBuffer();
                FloatBuffer theirs = right.getFloatBuffer();
                yield error(theirs.remaining(), ours::get, theirs::get);
            }
            case DOUBLE -> {
                DoubleBuffer ours = got.getDoubleBuffer();
                DoubleBuffer theirs = right.getDoubleBuffer();
                yield error(theirs.remaining(), ours::get, theirs::get);
            }
            case STRING -> 0;
            default -> got.getByteBuffer().equals(right.getByteBuffer()) ? 0 : 1;
        };
    }

    private static double error(int size, IntToDoubleFunction got, IntToDoubleFunction right) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < size; i++) {
            double off = got.applyAsDouble(i) - right.applyAsDouble(i);
            difference += off * off;
            length += right.applyAsDouble(i) * right.applyAsDouble(i);
        }
        // What the processor cannot compute either is not the device's fault.
        return difference == 0 || !Double.isFinite(length) ? 0 : Math.sqrt(difference / length);
    }
}
