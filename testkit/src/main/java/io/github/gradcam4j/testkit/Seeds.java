package io.github.gradcam4j.testkit;

import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Provides seeds for random test data. Put the seed into the display name of the test, and repeat a failure by running
 * with {@code -Dgradcam4j.seed=N}, which replaces all seeds.
 */
public final class Seeds {
    private static final String PROPERTY = "gradcam4j.seed";

    private Seeds() {}

    /**
     * Returns the seeds 1 to a count, or the one that the system property names.
     *
     * @param count how many
     * @return the seeds
     */
    public static List<Long> first(int count) {
        Long only = Long.getLong(PROPERTY);
        return only != null
                ? List.of(only)
                : LongStream.rangeClosed(1, count).boxed().toList();
    }

    /**
     * Draws a float32 tensor of standard normal values.
     *
     * @param random the generator
     * @param shape the shape, without free dimensions
     * @return the tensor
     */
    public static Tensor normal(SplittableRandom random, Shape shape) {
        ByteBuffer buffer = Tensor.allocate(DType.FLOAT32, shape.size());
        while (buffer.hasRemaining()) {
            buffer.putFloat((float) normal(random));
        }
        return Tensor.over(DType.FLOAT32, shape, buffer.flip());
    }

    /**
     * Draws one standard normal value.
     *
     * @param random the generator
     * @return the value
     */
    public static double normal(SplittableRandom random) {
        // Box and Muller; 1 - u avoids the logarithm of 0.
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
