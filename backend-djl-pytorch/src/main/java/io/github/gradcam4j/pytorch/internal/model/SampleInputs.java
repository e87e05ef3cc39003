package io.github.gradcam4j.pytorch.internal.model;

import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** Inputs that a model is measured with: random numbers; for whole numbers, which may be tokens or masks, ones. */
final class SampleInputs {
    private static final long SEED = 20240311;

    private SampleInputs() {}

    /** Makes inputs of given shapes; {@code whole} is what whole numbers are. */
    static List<Tensor> of(List<TensorSpec> inputs, Map<String, Shape> shapes, int whole) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Tensor> samples = new ArrayList<>();
        for (TensorSpec input : inputs) {
            samples.add(of(input.dtype(), Objects.requireNonNull(shapes.get(input.name())), random, whole));
        }
        return samples;
    }

    private static Tensor of(DType dtype, Shape shape, SplittableRandom random, int whole) {
        ByteBuffer memory = Tensor.allocate(dtype, shape.size());
        for (int i = 0; i < memory.capacity(); i += dtype.bytes()) {
            switch (dtype) {
                case FLOAT32 -> memory.putFloat(i, (float) random.nextGaussian());
                case FLOAT64 -> memory.putDouble(i, random.nextGaussian());
                case FLOAT16 -> memory.putShort(i, (short) random.nextInt(0x3000, 0x3c00)); // 1/8 to 1
                case BFLOAT16 -> memory.putShort(i, (short) random.nextInt(0x3e00, 0x3f80)); // 1/8 to 1
                case INT64, UINT64 -> memory.putLong(i, whole);
                case INT32, UINT32 -> memory.putInt(i, whole);
                case INT16, UINT16 -> memory.putShort(i, (short) whole);
                default -> memory.put(i, (byte) whole);
            }
        }
        return Tensor.over(dtype, shape, memory);
    }
}
