package io.github.gradcam4j.internal.kernel;

import io.github.gradcam4j.spi.CamTask;
import java.util.Arrays;

/**
 * Sums products position by position, where the channels of a position lie side by side: of activations with gradients, or
 * with weights that are the same in every position. Many channels are summed in quarters; few, several positions at a time.
 */
final class SumsByPosition {
    private static final int MANY_CHANNELS = 256;
    /** Elements that are read at a time where channels are few. */
    private static final int BLOCK = 1024;

    private final CamTask task;
    private final Piece piece;
    private final int quarter;
    private final int together;
    private final float[][] rows;
    private final float[] open;
    private final double[] sums;

    private SumsByPosition(CamTask task, Piece piece, Scratch scratch) {
        this.task = task;
        this.piece = piece;
        int channels = task.channels();
        quarter = channels < MANY_CHANNELS ? 0 : channels / 4;
        together = quarter == 0 && isDense(task.activationsAt()) ? BLOCK / channels : 1;
        int length = quarter == 0 ? together * channels : quarter + 3;
        rows = scratch.rows(10, length);
        open = scratch.open(1, length)[0];
        sums = scratch.sums(1, piece.positions())[0];
    }

    private boolean isDense(CamTask.Strides at) {
        return at.channel() == 1 && at.position() == task.channels();
    }

    static void sum(CamTask task, Piece piece, Destination maps, Scratch scratch) {
        SumsByPosition sums = new SumsByPosition(task, piece, scratch);
        Elements activations = Elements.activations(task, piece.item());
        for (int target = 0; target < piece.targets(); target++) {
            Elements gradients = Elements.gradients(task, piece.target() + target, piece.item());
            if (sums.quarter > 0) {
                sums.quarters(activations, gradients);
            } else {
                sums.blocks(activations, gradients);
            }
            maps.store(piece, target, sums.sums);
        }
    }

    private void quarters(Elements activations, Elements gradients) {
        for (int p = 0; p < piece.positions(); p++) {
            read(activations, piece.position() + p, 0);
            if (p == 0 || gradients.position() != 0) {
                read(gradients, piece.position() + p, 5);
            }
            Arrays.fill(open, 0, quarter + 3, 0);
            Lanes.addProducts(open, rows[0], rows[5], rows[1], rows[6], quarter);
            Lanes.addProducts(open, rows[2], rows[7], rows[3], rows[8], quarter);
            Lanes.addProducts(open, rows[4], rows[9], task.channels() - 4 * quarter);
            sums[p] = Lanes.sum(open, 0, quarter);
        }
    }

    /** Reads the channels of a position: four quarters and the rest. */
    private void read(Elements elements, int position, int at) {
        for (int i = 0; i < 4; i++) {
            elements.ofPosition(position, i * quarter, quarter, rows[at + i]);
        }
        elements.ofPosition(position, 4 * quarter, task.channels() - 4 * quarter, rows[at + 4]);
    }

    private void blocks(Elements activations, Elements gradients) {
        int channels = task.channels();
        for (int first = 0; first < piece.positions(); first += together) {
            int count = Math.min(together, piece.positions() - first);
            int length = count * channels;
            activations.ofPosition(piece.position() + first, 0, length, rows[0]);
            if (gradients.position() == 0) {
                repeat(gradients, first, count);
            } else if (isDense(task.gradientsAt())) {
                gradients.ofPosition(piece.position() + first, 0, length, rows[1]);
            } else {
                for (int p = 0; p < count; p++) {
                    gradients.ofPosition(piece.position() + first + p, 0, channels, rows[2]);
                    System.arraycopy(rows[2], 0, rows[1], p * channels, channels);
                }
            }
            Arrays.fill(open, 0, length, 0);
            Lanes.addProducts(open, rows[0], rows[1], length);
            for (int p = 0; p < count; p++) {
                sums[first + p] = Lanes.sum(open, p * channels, channels);
            }
        }
    }

    /** Lays the weights of the channels out for some positions, once for all that follow. */
    private void repeat(Elements gradients, int first, int count) {
        if (first > 0) {
            return;
        }
        gradients.ofPosition(0, 0, task.channels(), rows[1]);
        for (int p = 1; p < count; p++) {
            System.arraycopy(rows[1], 0, rows[1], p * task.channels(), task.channels());
        }
    }
}
