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
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Inputs that a model is measured with: random numbers; for whole numbers, which may be tokens or masks, ones, or the next
 * number that does not stand for padding. Where these do not do, zeros, as offsets are, or ones before a token that the model looks for.
 */
final class SampleInputs {
    private static final long SEED = 20240311;

    private SampleInputs() {}

    /** A way to make whole numbers: what most are, what the last of each item is, and what none may be. */
    record Whole(long most, long last, Map<String, Set<Long>> padding) {
        /**
         * Returns the ways, the likeliest first.
         *
         * @param ends what may have to end a text
         * @param padding what may be no token, by the input's name
         */
        static List<Whole> ways(List<Long> ends, Map<String, Set<Long>> padding) {
            List<Whole> ways = new ArrayList<>(
                    List.of(new Whole(1, 1, padding), new Whole(1, 1, Map.of()), new Whole(0, 0, Map.of())));
            ends.forEach(end -> ways.add(new Whole(1, end, Map.of())));
            return ways.stream().distinct().toList();
        }

        private int most(String input) {
            long number = most;
            while (padding.getOrDefault(input, Set.of()).contains(number)) {
                number++;
            }
            return (int) number;
        }
    }

    /** Makes inputs of given shapes. */
    static List<Tensor> of(List<TensorSpec> inputs, Map<String, Shape> shapes, Whole whole) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Tensor> samples = new ArrayList<>();
        for (TensorSpec input : inputs) {
            Shape shape = Objects.requireNonNull(shapes.get(input.name()));
            Tensor made = of(input.dtype(), shape, random, whole.most(input.name()));
            if (input.dtype() == DType.INT64 && shape.rank() == 2 && whole.last() != whole.most()) {
                made = ending(made, whole.last());
            }
            samples.add(made);
        }
        return samples;
    }

    private static Tensor ending(Tensor tokens, long last) {
        ByteBuffer memory = Tensor.allocate(DType.INT64, tokens.shape().size());
        memory.put(tokens.bytes()).flip();
        int row = Math.toIntExact(tokens.shape().dim(1)) * Long.BYTES;
        for (int end = row; end <= memory.capacity(); end += row) {
            memory.putLong(end - Long.BYTES, last);
        }
        return Tensor.over(DType.INT64, tokens.shape(), memory);
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
