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
        Scratch scratch = Scratch.ofThread(task.channels(), task.positions());
        Rows activations = Rows.of(task.activations(), task.activationsAt(), task, scratch.activations());
        if (ManyTargets.suits(task, activations)) {
            ManyTargets.sum(task, activations, maps, scratch);
            return;
        }
        boolean pointwise =
                task.weighting() == Weighting.ELEMENTWISE && task.gradientsAt().position() != 0;
        for (int target = 0; target < task.targets(); target++) {
            for (int item = 0; item < task.items(); item++) {
                activations.moveTo(item * task.activationsAt().item());
                int gradient =
                        target * task.targetStride() + item * task.gradientsAt().item();
                if (pointwise) {
                    Rows gradients = Rows.of(task.gradients(), task.gradientsAt(), task, scratch.gradients());
                    gradients.moveTo(gradient);
                    elementwise(task, activations, gradients, scratch.sums());
                } else {
                    ChannelWeights.read(task, gradient, scratch);
                    weighted(task, activations, scratch.weights(), scratch.sums());
                }
                store(task, scratch.sums(), maps, (target * task.items() + item) * task.positions());
            }
        }
    }

    private static void elementwise(CamTask task, Rows activations, Rows gradients, double[] sums) {
        Arrays.fill(sums, 0, task.positions(), 0);
        for (int row = 0; row < activations.rows(); row++) {
            float[] a = activations.row(row);
            float[] g = gradients.row(row);
            if (activations.byChannel()) {
                addProducts(a, activations.at(), g, gradients.at(), sums, task.positions());
            } else {
                sums[row] = Sums.dot(a, activations.at(), g, gradients.at(), task.channels());
            }
        }
    }

    private static void weighted(CamTask task, Rows activations, double[] weights, double[] sums) {
        int positions = task.positions();
        if (!activations.byChannel()) {
            for (int p = 0; p < positions; p++) {
                sums[p] = Sums.dot(weights, activations.row(p), activations.at(), task.channels());
            }
            return;
        }
        Arrays.fill(sums, 0, positions, 0);
        for (int channel = 0; channel < task.channels(); ) {
            float[] block = activations.row(channel);
            int at = activations.at();
            int stride = activations.stride();
            int end = Math.min(task.channels(), channel + activations.ready(channel));
            for (; channel <= end - 4; channel += 4, at += 4 * stride) {
                addFour(weights, channel, block, at, stride, sums, positions);
            }
            for (; channel < end; channel++, at += stride) {
                addScaled(weights[channel], block, at, sums, positions);
            }
        }
    }

    /** Four channels at once: a sum is read and written once for them. */
    private static void addFour(
            double[] weights, int channel, float[] values, int at, int stride, double[] sums, int count) {
        double w0 = weights[channel];
        double w1 = weights[channel + 1];
        double w2 = weights[channel + 2];
        double w3 = weights[channel + 3];
        int at1 = at + stride;
        int at2 = at1 + stride;
        int at3 = at2 + stride;
        for (int i = 0; i < count; i++) {
            sums[i] += (w0 * values[at + i] + w1 * values[at1 + i]) + (w2 * values[at2 + i] + w3 * values[at3 + i]);
        }
    }

    private static void addScaled(double weight, float[] values, int at, double[] sums, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += weight * values[at + i];
        }
    }

    private static void addProducts(float[] a, int aAt, float[] b, int bAt, double[] sums, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += (double) a[aAt + i] * b[bAt + i];
        }
    }

    static void store(CamTask task, double[] sums, float[] maps, int at) {
        for (int p = 0; p < task.positions(); p++) {
            double value = task.negate() ? 0 - sums[p] : sums[p];
            maps[at + p] = (float) (task.relu() && value < 0 ? 0 : value);
        }
    }
}
