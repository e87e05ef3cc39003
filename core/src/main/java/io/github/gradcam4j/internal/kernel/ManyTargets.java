package io.github.gradcam4j.internal.kernel;

import io.github.gradcam4j.spi.CamTask;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Sums the maps of many targets whose gradient is one number per channel: a product of the matrix of gradients, K x C, with the
 * activations, C x positions. Activations are read and widened once, and a block of them serves all targets while it is in
 * the nearest cache.
 */
final class ManyTargets {
    /** Fewer targets are done before activations are widened. */
    private static final int LEAST = 4;

    /** Sums that are open at the same time: they stay in the second cache. */
    private static final int OPEN_SUMS = 1 << 16;

    private final CamTask task;
    private final Scratch scratch;
    private final Rows activations;
    private final int together;

    private ManyTargets(CamTask task, Scratch scratch, Rows activations) {
        this.task = task;
        this.scratch = scratch;
        this.activations = activations;
        this.together = Math.max(1, Math.min(task.targets(), OPEN_SUMS / Math.max(1, task.positions())));
    }

    /** Tells whether a task is of this form, with activations that lie channel by channel. */
    static boolean suits(CamTask task, Rows activations) {
        return task.targets() >= LEAST
                && task.gradientsAt().position() == 0
                && task.gradientsAt().channel() == 1
                && activations.byChannel();
    }

    static void sum(CamTask task, Rows activations, float[] maps, Scratch scratch) {
        ManyTargets sums = new ManyTargets(task, scratch, activations);
        for (int item = 0; item < task.items(); item++) {
            for (int first = 0; first < task.targets(); first += sums.together) {
                sums.sum(item, first, Math.min(task.targets(), first + sums.together), maps);
            }
        }
    }

    private void sum(int item, int first, int end, float[] maps) {
        int positions = task.positions();
        double[][] sums = scratch.openSums(end - first, positions);
        for (int target = first; target < end; target++) {
            Arrays.fill(sums[target - first], 0, positions, 0);
        }
        activations.moveTo(item * task.activationsAt().item());
        FloatBuffer gradients = task.gradients();
        int place = task.gradientsAt().offset() + item * task.gradientsAt().item();
        for (int channel = 0; channel < task.channels(); ) {
            float[] block = activations.row(channel);
            int ready = Math.min(task.channels() - channel, activations.ready(channel));
            double[][] wide = widen(block, activations.at(), activations.stride(), ready);
            float[] weights = scratch.gradients().ofSize(ready);
            for (int target = first; target < end; target++) {
                gradients.get(place + target * task.targetStride() + channel, weights, 0, ready);
                add(weights, ready, wide, sums[target - first], positions);
            }
            channel += ready;
        }
        for (int target = first; target < end; target++) {
            CpuKernel.store(task, sums[target - first], maps, (target * task.items() + item) * positions);
        }
    }

    private double[][] widen(float[] block, int at, int stride, int rows) {
        int positions = task.positions();
        double[][] wide = scratch.wide(rows, positions);
        for (int row = 0; row < rows; row++) {
            double[] values = wide[row];
            int from = at + row * stride;
            for (int p = 0; p < positions; p++) {
                values[p] = block[from + p];
            }
        }
        return wide;
    }

    private static void add(float[] weights, int rows, double[][] values, double[] sums, int count) {
        int row = 0;
        for (; row <= rows - 4; row += 4) {
            addFour(weights, row, values, sums, count);
        }
        for (; row < rows; row++) {
            double weight = weights[row];
            double[] v = values[row];
            for (int i = 0; i < count; i++) {
                sums[i] += weight * v[i];
            }
        }
    }

    /**
     * Four rows at once: a sum is read and written once for them. With eight the loop's body is too large for the compiler to
     * work on several elements at once, and so it is where an array is not read from its beginning.
     */
    private static void addFour(float[] weights, int row, double[][] values, double[] sums, int count) {
        double w0 = weights[row];
        double w1 = weights[row + 1];
        double w2 = weights[row + 2];
        double w3 = weights[row + 3];
        double[] v0 = values[row];
        double[] v1 = values[row + 1];
        double[] v2 = values[row + 2];
        double[] v3 = values[row + 3];
        for (int i = 0; i < count; i++) {
            sums[i] += (w0 * v0[i] + w1 * v1[i]) + (w2 * v2[i] + w3 * v3[i]);
        }
    }
}
