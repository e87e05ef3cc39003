package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Inputs that a model is measured with: random numbers from 0 to 1, as some models take tokens as real numbers; for whole
 * numbers, which may be tokens or masks, ones.
 */
final class SampleInputs {
    private static final long SEED = 20240311;

    private SampleInputs() {}

    static Map<String, Tensor> of(List<TensorSpec> inputs, Map<String, Shape> shapes) {
        SplittableRandom random = new SplittableRandom(SEED);
        Map<String, Tensor> samples = new LinkedHashMap<>();
        for (TensorSpec input : inputs) {
            samples.put(input.name(), of(input, Objects.requireNonNull(shapes.get(input.name())), random));
        }
        return samples;
    }

    private static Tensor of(TensorSpec input, Shape shape, SplittableRandom random) {
        ByteBuffer memory = Tensor.allocate(input.dtype(), shape.size());
        for (int i = 0; i < memory.capacity(); i += input.dtype().bytes()) {
            switch (input.dtype()) {
                case FLOAT32 -> memory.putFloat(i, random.nextFloat());
                case FLOAT64 -> memory.putDouble(i, random.nextDouble());
                case FLOAT16 -> memory.putShort(i, (short) random.nextInt(0x3000, 0x3c00)); // 1/8 to 1
                case BFLOAT16 -> memory.putShort(i, (short) random.nextInt(0x3e00, 0x3f80)); // 1/8 to 1
                case INT64, UINT64 -> memory.putLong(i, 1);
                case INT32, UINT32 -> memory.putInt(i, 1);
                case INT16, UINT16 -> memory.putShort(i, (short) 1);
                default -> memory.put(i, (byte) 1);
            }
        }
        return Tensor.over(input.dtype(), shape, memory);
    }
}
