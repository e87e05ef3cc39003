package io.github.gradcam4j.internal.kernel;

import io.github.gradcam4j.spi.CamTask;
import java.util.Arrays;

/**
 * Sums products of activations and gradients channel by channel, in long rows: where channels lie side by side and are short, a
 * row has several; where they are long, it is a part of one.
 */
final class ProductsByChannel {
    private static final int ROW = 1024;

    private final CamTask task;
    private final Piece piece;
    private final int channelsOfRow;
    private final int length;
    private final int tiles;
    private final float[][] rows;
    private final float[][] open;
    private final double[] sums;

    private ProductsByChannel(CamTask task, Piece piece, Scratch scratch) {
        this.task = task;
        this.piece = piece;
        boolean dense = isDense(task.activationsAt()) && isDense(task.gradientsAt());
        channelsOfRow = dense ? Math.max(1, ROW / task.positions()) : 1;
        length = channelsOfRow * Math.min(ROW, piece.positions());
        tiles = (piece.positions() + ROW - 1) / ROW;
        rows = scratch.rows(4, length);
        open = scratch.open(tiles, length);
        sums = scratch.sums(1, tiles * length)[0];
    }

    private boolean isDense(CamTask.Strides at) {
        return at.position() == 1 && at.channel() == task.positions() && task.positions() <= ROW;
    }

    static void sum(CamTask task, Piece piece, Destination maps, Scratch scratch) {
        ProductsByChannel products = new ProductsByChannel(task, piece, scratch);
        Elements activations = Elements.activations(task, piece.item());
        for (int target = 0; target < piece.targets(); target++) {
            products.sum(activations, Elements.gradients(task, piece.target() + target, piece.item()));
            maps.store(piece, target, products.sums);
        }
    }

    private void sum(Elements activations, Elements gradients) {
        Arrays.fill(sums, 0, tiles * length, 0);
        for (int tile = 0; tile < tiles; tile++) {
            Arrays.fill(open[tile], 0, length, 0);
        }
        int pair = 2 * channelsOfRow;
        int channel = 0;
        for (int pairs = 1; channel <= task.channels() - pair; channel += pair, pairs++) {
            for (int tile = 0; tile < tiles; tile++) {
                int count = read(activations, channel, tile, channelsOfRow, rows[0]);
                read(gradients, channel, tile, channelsOfRow, rows[1]);
                read(activations, channel + channelsOfRow, tile, channelsOfRow, rows[2]);
                read(gradients, channel + channelsOfRow, tile, channelsOfRow, rows[3]);
                Lanes.addProducts(open[tile], rows[0], rows[1], rows[2], rows[3], count);
                if (pairs % (SumsByChannel.OPEN / 2) == 0) {
                    Lanes.drain(open[tile], sums, tile * ROW, count);
                }
            }
        }
        while (channel < task.channels()) {
            int rest = Math.min(channelsOfRow, task.channels() - channel);
            for (int tile = 0; tile < tiles; tile++) {
                int count = read(activations, channel, tile, rest, rows[0]);
                read(gradients, channel, tile, rest, rows[1]);
                Lanes.addProducts(open[tile], rows[0], rows[1], count);
            }
            channel += rest;
        }
        for (int tile = 0; tile < tiles; tile++) {
            Lanes.drain(open[tile], sums, tile * ROW, length);
        }
        // only a row of several channels is longer than the piece
        for (int i = piece.positions(); i < length; i++) {
            sums[i % piece.positions()] += sums[i];
        }
    }

    /** Reads a part of a channel, or some channels; returns how many elements they have. */
    private int read(Elements elements, int channel, int tile, int channels, float[] to) {
        int count = channels * Math.min(ROW, piece.positions() - tile * ROW);
        elements.ofChannel(channel, piece.position() + tile * ROW, count, to);
        return count;
    }
}
