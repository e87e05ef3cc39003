package io.github.gradcam4j.internal.kernel;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamTask;
import java.util.Arrays;
import java.util.List;

/**
 * Sums maps on the processor, in the calling thread. Both arrays are read in blocks that stay in the nearest cache, by rows:
 * the positions of a channel, or the channels of a position, whichever lie side by side.
 */
@AutoService(CamKernel.class)
public final class CpuKernel implements CamKernel {
    @Override
    public String id() {
        return "cpu";
    }

    @Override
    public Availability availability() {
        return new Availability.Available("1", List.of("cpu"));
    }

    @Override
    public void sum(CamTask task, float[] maps) {
        boolean byChannel = task.positionStride() <= task.channelStride();
        Rows activations =
                byChannel ? Rows.byChannel(task.activations(), task) : Rows.byPosition(task.activations(), task);
        Rows gradients = byChannel ? Rows.byChannel(task.gradients(), task) : Rows.byPosition(task.gradients(), task);
        double[] sums = new double[task.positions()];
        for (int target = 0; target < task.targets(); target++) {
            for (int item = 0; item < task.items(); item++) {
                int base = task.offset() + item * task.itemStride();
                activations.moveTo(base);
                gradients.moveTo(base + target * task.targetStride());
                Arrays.fill(sums, 0);
                if (task.weighting() == Weighting.ELEMENTWISE) {
                    elementwise(task, activations, gradients, byChannel, sums);
                } else if (byChannel) {
                    meanByChannel(task, activations, gradients, sums);
                } else {
                    meanByPosition(task, activations, gradients, sums);
                }
                store(task, sums, maps, (target * task.items() + item) * task.positions());
            }
        }
    }

    private static void elementwise(CamTask task, Rows activations, Rows gradients, boolean byChannel, double[] sums) {
        if (byChannel) {
            for (int channel = 0; channel < task.channels(); channel++) {
                addProducts(activations.row(channel), activations.at(), gradients.row(channel), gradients.at(), sums);
            }
            return;
        }
        for (int p = 0; p < sums.length; p++) {
            sums[p] = dot(activations.row(p), activations.at(), gradients.row(p), gradients.at(), task.channels());
        }
    }

    private static void meanByChannel(CamTask task, Rows activations, Rows gradients, double[] sums) {
        for (int channel = 0; channel < task.channels(); channel++) {
            double weight = sum(gradients.row(channel), gradients.at(), sums.length) / sums.length;
            addScaled(weight, activations.row(channel), activations.at(), sums);
        }
    }

    private static void meanByPosition(CamTask task, Rows activations, Rows gradients, double[] sums) {
        double[] weights = new double[task.channels()];
        for (int p = 0; p < sums.length; p++) {
            addScaled(1, gradients.row(p), gradients.at(), weights);
        }
        for (int channel = 0; channel < weights.length; channel++) {
            weights[channel] /= sums.length;
        }
        for (int p = 0; p < sums.length; p++) {
            sums[p] = dot(weights, activations.row(p), activations.at());
        }
    }

    private static void addScaled(double weight, float[] values, int at, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * values[at + i];
        }
    }

    private static void addProducts(float[] a, int aAt, float[] b, int bAt, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (double) a[aAt + i] * b[bAt + i];
        }
    }

    /** Four sums at once: an addition need not wait for the one before it. */
    private static double sum(float[] values, int at, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i <= count - 4; i += 4) {
            s0 += values[at + i];
            s1 += values[at + i + 1];
            s2 += values[at + i + 2];
            s3 += values[at + i + 3];
        }
        for (; i < count; i++) {
            s0 += values[at + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    private static double dot(double[] weights, float[] values, int at) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i <= weights.length - 4; i += 4) {
            s0 += weights[i] * values[at + i];
            s1 += weights[i + 1] * values[at + i + 1];
            s2 += weights[i + 2] * values[at + i + 2];
            s3 += weights[i + 3] * values[at + i + 3];
        }
        for (; i < weights.length; i++) {
            s0 += weights[i] * values[at + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    private static double dot(float[] a, int aAt, float[] b, int bAt, int count) {
        double s0 = 0;
        double s1 = 0;
        int i = 0;
        for (; i <= count - 2; i += 2) {
            s0 += (double) a[aAt + i] * b[bAt + i];
            s1 += (double) a[aAt + i + 1] * b[bAt + i + 1];
        }
        for (; i < count; i++) {
            s0 += (double) a[aAt + i] * b[bAt + i];
        }
        return s0 + s1;
    }

    private static void store(CamTask task, double[] sums, float[] maps, int at) {
        for (int p = 0; p < sums.length; p++) {
            double value = task.negate() ? 0 - sums[p] : sums[p];
            maps[at + p] = (float) (task.relu() && value < 0 ? 0 : value);
        }
    }
}
