package io.github.gradcam4j.opencl.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamTask;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/** What the tests need: a device, sessions with other settings, and random tasks with any strides. */
public final class Gpu {
    private Gpu() {}

    /** Skips a test where there is no device, and says why. */
    public static void require() {
        if (ChosenDevice.availability() instanceof Availability.Unavailable missing) {
            assumeTrue(false, missing.reason() + ". " + missing.remedy());
        }
    }

    /** A kernel with a session of its own. */
    static CamKernel kernel(Session session) {
        return new CamKernel() {
            @Override
            public String id() {
                return "gpu";
            }

            @Override
            public Availability availability() {
                return ChosenDevice.availability();
            }

            @Override
            public void sum(CamTask task, float[] maps) {
                session.sum(task, maps);
            }
        };
    }

    /** A random task. */
    public record Case(CamTask task) {
        public float[] sum(CamKernel kernel) {
            float[] maps = new float[task.targets() * task.items() * task.positions()];
            kernel.sum(task, maps);
            return maps;
        }
    }

    /** Makes a plain task: channels first, the mean of each channel, ReLU. */
    public static Case task(long seed, int targets, int channels, int positions) {
        int size = channels * positions;
        CamTask.Strides at = new CamTask.Strides(0, size, positions, 1);
        SplittableRandom random = new SplittableRandom(seed);
        return new Case(new CamTask(
                floats(random, size, true),
                at,
                floats(random, targets * size, true),
                at,
                size,
                targets,
                1,
                channels,
                positions,
                CamKernel.Weighting.CHANNEL_MEAN,
                false,
                true));
    }

    /** Makes a task with any order of the axes, gaps between elements, and any memory. */
    static Case random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] primes = {1, 2, 3, 5, 7, 31, 49, 127, 131, 509};
        int channels = primes[random.nextInt(primes.length)];
        int positions = primes[random.nextInt(primes.length)];
        int items = 1 + random.nextInt(3);
        int targets = 1 + random.nextInt(5);
        boolean once = random.nextInt(4) == 0;
        int[] a = strides(random, items, channels, positions);
        int[] g = strides(random, items, channels, once ? 1 : positions);
        int targetStride = g[3] + random.nextInt(3);
        int before = random.nextInt(5);
        return new Case(new CamTask(
                floats(random, before + a[3], random.nextBoolean()),
                new CamTask.Strides(before, a[0], a[1], a[2]),
                floats(random, before + targets * targetStride, random.nextBoolean()),
                new CamTask.Strides(before, g[0], g[1], once ? 0 : g[2]),
                targetStride,
                targets,
                items,
                channels,
                positions,
                random.nextBoolean() ? CamKernel.Weighting.CHANNEL_MEAN : CamKernel.Weighting.ELEMENTWISE,
                random.nextBoolean(),
                random.nextBoolean()));
    }

    /** Returns the strides of the axes in random order, with gaps, and the number of elements. */
    private static int[] strides(SplittableRandom random, int... sizes) {
        int[] order = {0, 1, 2};
        for (int i = 2; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        int[] strides = new int[4];
        int stride = 1;
        for (int axis : order) {
            strides[axis] = stride;
            stride = stride * sizes[axis] + random.nextInt(2);
        }
        strides[3] = stride;
        return strides;
    }

    static FloatBuffer floats(SplittableRandom random, int count, boolean direct) {
        ByteBuffer memory = direct ? ByteBuffer.allocateDirect(4 * count) : ByteBuffer.allocate(4 * count);
        FloatBuffer floats = memory.order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .asFloatBuffer();
        for (int i = 0; i < count; i++) {
            floats.put(i, (float) (random.nextDouble() - 0.5));
        }
        return floats.position(Math.min(3, count)).asReadOnlyBuffer();
    }
}
