package io.github.gradcam4j.internal.kernel;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamTask;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Sums maps on the processor, in the calling thread, without allocation but for small sums of one map. */
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
        double[] sums = new double[task.positions()];
        for (int target = 0; target < task.targets(); target++) {
            for (int item = 0; item < task.items(); item++) {
                int base = task.offset() + item * task.itemStride();
                Arrays.fill(sums, 0);
                for (int channel = 0; channel < task.channels(); channel++) {
                    int start = base + channel * task.channelStride();
                    add(task, start, start + target * task.targetStride(), sums);
                }
                store(task, sums, maps, (target * task.items() + item) * task.positions());
            }
        }
    }

    private static void add(CamTask task, int activation, int gradient, double[] sums) {
        FloatBuffer activations = task.activations();
        FloatBuffer gradients = task.gradients();
        int stride = task.positionStride();
        if (task.weighting() == Weighting.ELEMENTWISE) {
            for (int p = 0; p < sums.length; p++) {
                sums[p] += (double) gradients.get(gradient + p * stride) * activations.get(activation + p * stride);
            }
            return;
        }
        double weight = 0;
        for (int p = 0; p < sums.length; p++) {
            weight += gradients.get(gradient + p * stride);
        }
        weight /= sums.length;
        for (int p = 0; p < sums.length; p++) {
            sums[p] += weight * activations.get(activation + p * stride);
        }
    }

    private static void store(CamTask task, double[] sums, float[] maps, int at) {
        for (int p = 0; p < sums.length; p++) {
            double value = task.negate() ? 0 - sums[p] : sums[p];
            maps[at + p] = (float) (task.relu() && value < 0 ? 0 : value);
        }
    }
}
