package io.github.gradcam4j.internal.kernel;

import io.github.gradcam4j.spi.CamKernel.Weighting;
import io.github.gradcam4j.spi.CamTask;
import java.util.Arrays;

/**
 * Sums in double precision, one element after the other: for sums beyond what float32 can hold on the way, and so small that it
 * loses digits.
 */
final class ExactSums {
    private ExactSums() {}

    /** Sums a piece of a target; {@code sums} receives a value for each of its positions. */
    static void sum(CamTask task, Piece piece, int target, double[] sums) {
        Elements activations = Elements.activations(task, piece.item());
        Elements gradients = Elements.gradients(task, target, piece.item());
        boolean whole = task.weighting() == Weighting.CHANNEL_MEAN;
        Arrays.fill(sums, 0, piece.positions(), 0);
        for (int channel = 0; channel < task.channels(); channel++) {
            double mean = whole ? mean(task, gradients, channel) : 0;
            for (int p = 0; p < piece.positions(); p++) {
                int position = piece.position() + p;
                double weight = whole ? mean : gradients.get(channel, position);
                sums[p] += weight * activations.get(channel, position);
            }
        }
    }

    private static double mean(CamTask task, Elements gradients, int channel) {
        if (gradients.position() == 0) {
            return gradients.get(channel, 0);
        }
        double sum = 0;
        for (int position = 0; position < task.positions(); position++) {
            sum += gradients.get(channel, position);
        }
        return sum / task.positions();
    }
}
