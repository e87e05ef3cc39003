package io.github.gradcam4j.internal.kernel;

import io.github.gradcam4j.spi.CamKernel.Weighting;
import io.github.gradcam4j.spi.CamTask;
import java.util.Arrays;

/** Sums a map in double precision, one element after the other. */
final class ExactSums {
    private static final int POSITIONS = 1024;

    private final CamTask task;
    private final Elements activations;
    private final Elements gradients;
    private final float[] a = new float[POSITIONS];
    private final float[] g = new float[POSITIONS];

    private ExactSums(CamTask task, int map) {
        this.task = task;
        activations = Elements.activations(task, map % task.items());
        gradients = Elements.gradients(task, map / task.items(), map % task.items());
    }

    /** Sums a map, counted target by target and item by item. */
    static void sum(CamTask task, int map, Destination maps) {
        new ExactSums(task, map).sum(map, maps);
    }

    private void sum(int map, Destination maps) {
        double[] means = task.weighting() == Weighting.CHANNEL_MEAN ? means() : new double[0];
        double[] sums = new double[POSITIONS];
        for (int position = 0; position < task.positions(); position += POSITIONS) {
            int count = Math.min(POSITIONS, task.positions() - position);
            Arrays.fill(sums, 0);
            for (int channel = 0; channel < task.channels(); channel++) {
                activations.ofChannel(channel, position, count, a);
                if (means.length == 0) {
                    gradients.ofChannel(channel, position, count, g);
                }
                for (int p = 0; p < count; p++) {
                    sums[p] += (means.length == 0 ? g[p] : means[channel]) * a[p];
                }
            }
            maps.write(map, position, count, sums);
        }
    }

    private double[] means() {
        double[] means = new double[task.channels()];
        int positions = gradients.position() == 0 ? 1 : task.positions();
        for (int channel = 0; channel < means.length; channel++) {
            double sum = 0;
            for (int position = 0; position < positions; position += POSITIONS) {
                int count = Math.min(POSITIONS, positions - position);
                gradients.ofChannel(channel, position, count, g);
                for (int p = 0; p < count; p++) {
                    sum += g[p];
                }
            }
            means[channel] = sum / positions;
        }
        return means;
    }
}
