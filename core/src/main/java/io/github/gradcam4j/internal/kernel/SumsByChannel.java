package io.github.gradcam4j.internal.kernel;

import io.github.gradcam4j.spi.CamTask;
import java.util.Arrays;

/**
 * Sums activations weighted by one number for each channel, channel by channel: a product of the matrix of weights, K x C, with
 * the activations, C x positions. Some positions of some channels at a time serve all targets while they are in the nearest
 * cache; from memory each channel is read in one long run.
 */
final class SumsByChannel {
    /** Channels that are summed in float32 before the sum is added to the one in double precision. */
    static final int OPEN = 32;
    /** Positions at a time. */
    static final int TILE = 1024;
    /** Elements at a time. */
    private static final int BLOCK = 4096;

    private final CamTask task;
    private final Piece piece;
    private final Scratch scratch;
    private final Elements activations;
    private final int tiles;
    private final int together;
    private final float[][] rows;
    private final float[][] open;
    private final double[][] sums;

    private SumsByChannel(CamTask task, Piece piece, Scratch scratch) {
        this.task = task;
        this.piece = piece;
        this.scratch = scratch;
        activations = Elements.activations(task, piece.item());
        int tile = Math.min(TILE, piece.positions());
        tiles = (piece.positions() + tile - 1) / tile;
        together = Math.max(4, Math.min(OPEN, Integer.highestOneBit(BLOCK / tile)));
        rows = scratch.rows(together, tile);
        open = scratch.open(piece.targets() * tiles, tile);
        sums = scratch.sums(piece.targets(), piece.positions());
    }

    /** Sums the piece of a task whose gradient is one number for each channel, one behind the other. */
    static void sum(CamTask task, Piece piece, Destination maps, Scratch scratch) {
        new SumsByChannel(task, piece, scratch).sum(maps);
    }

    private void sum(Destination maps) {
        for (int i = 0; i < piece.targets() * tiles; i++) {
            Arrays.fill(open[i], 0, Math.min(TILE, piece.positions()), 0);
        }
        for (int target = 0; target < piece.targets(); target++) {
            Arrays.fill(sums[target], 0, piece.positions(), 0);
        }
        for (int channel = 0; channel < task.channels(); channel += together) {
            int ready = Math.min(together, task.channels() - channel);
            for (int tile = 0; tile < tiles; tile++) {
                add(channel, ready, tile);
            }
        }
        for (int target = 0; target < piece.targets(); target++) {
            maps.store(piece, target, sums[target]);
        }
    }

    private void add(int channel, int ready, int tile) {
        int first = tile * TILE;
        int count = Math.min(TILE, piece.positions() - first);
        load(channel, ready, piece.position() + first, count);
        boolean full = channel + ready == task.channels() || (channel + together) % OPEN == 0;
        float[] weights = scratch.block(OPEN);
        for (int target = 0; target < piece.targets(); target++) {
            Elements.gradients(task, piece.target() + target, piece.item()).ofPosition(0, channel, ready, weights);
            float[] partial = open[target * tiles + tile];
            add(weights, ready, partial, count);
            if (full) {
                Lanes.drain(partial, sums[target], first, count);
            }
        }
    }

    private void add(float[] weights, int ready, float[] partial, int count) {
        int row = 0;
        for (; row <= ready - 4; row += 4) {
            Lanes.addScaled(
                    partial,
                    weights[row],
                    rows[row],
                    weights[row + 1],
                    rows[row + 1],
                    weights[row + 2],
                    rows[row + 2],
                    weights[row + 3],
                    rows[row + 3],
                    count);
        }
        for (; row < ready; row++) {
            Lanes.addScaled(partial, weights[row], rows[row], count);
        }
    }

    /** Reads some positions of some channels, one array each. */
    private void load(int channel, int ready, int position, int count) {
        if (activations.byChannel(task.channels())) {
            for (int row = 0; row < ready; row++) {
                activations.ofChannel(channel + row, position, count, rows[row]);
            }
            return;
        }
        float[] side = scratch.block(OPEN);
        for (int p = 0; p < count; p++) {
            activations.ofPosition(position + p, channel, ready, side);
            for (int row = 0; row < ready; row++) {
                rows[row][p] = side[row];
            }
        }
    }
}
