package io.github.gradcam4j.internal.kernel;

import io.github.gradcam4j.spi.CamTask;
import java.util.Arrays;

/** Reads the weight of each channel: the mean of its gradient over all positions. */
final class ChannelWeights {
    private ChannelWeights() {}

    /**
     * Leaves the weights in the scratch memory.
     *
     * @param task the sum
     * @param base where the gradient of the target and item begins
     * @param scratch memory with room for the channels
     */
    static void read(CamTask task, int base, Scratch scratch) {
        double[] weights = scratch.weights();
        int channels = task.channels();
        int positions = task.positions();
        if (task.gradientsAt().position() == 0) {
            int first = base + task.gradientsAt().offset();
            int stride = task.gradientsAt().channel();
            for (int channel = 0; channel < channels; channel++) {
                weights[channel] = task.gradients().get(first + channel * stride);
            }
            return;
        }
        Rows gradients = Rows.of(task.gradients(), task.gradientsAt(), task, scratch.gradients());
        gradients.moveTo(base);
        if (gradients.byChannel()) {
            for (int channel = 0; channel < channels; channel++) {
                weights[channel] = Sums.sum(gradients.row(channel), gradients.at(), positions) / positions;
            }
            return;
        }
        Arrays.fill(weights, 0, channels, 0);
        for (int p = 0; p < positions; p++) {
            float[] row = gradients.row(p);
            int at = gradients.at();
            for (int channel = 0; channel < channels; channel++) {
                weights[channel] += row[at + channel];
            }
        }
        for (int channel = 0; channel < channels; channel++) {
            weights[channel] /= positions;
        }
    }
}
