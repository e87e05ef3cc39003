package io.github.gradcam4j.internal.kernel;

import io.github.gradcam4j.spi.CamTask;
import java.nio.FloatBuffer;

/**
 * Reads rows of a strided array one after the other, many at a time: copying a block is far cheaper than asking a buffer for
 * each element. Row r has its elements at {@code place + r * rowStride + i * elementStride}.
 */
final class Rows {
    /** Elements of a block: large enough to hide what a copy costs to start, small enough for the nearest cache. */
    private static final int BLOCK = 4096;

    private final FloatBuffer elements;
    private final boolean byChannel;
    private final int offset;
    private final int rows;
    private final int length;
    private final int rowStride;
    private final int elementStride;
    private final int rowsOfBlock;
    private final float[] block;
    private int base;
    private int first;
    private int end;
    private int at;

    private Rows(
            FloatBuffer elements,
            boolean byChannel,
            int offset,
            int rows,
            int length,
            int rowStride,
            int elementStride,
            Scratch.Block memory) {
        this.elements = elements;
        this.byChannel = byChannel;
        this.offset = offset;
        this.rows = rows;
        this.length = length;
        this.rowStride = rowStride;
        this.elementStride = elementStride;
        boolean dense = elementStride == 1;
        this.rowsOfBlock = dense ? Math.min(rows, Math.max(1, 1 + (BLOCK - length) / rowStride)) : 1;
        this.block = memory.ofSize((rowsOfBlock - 1) * rowStride + length);
    }

    /** Reads by channel or by position, whichever makes longer copies for the activations of a task. */
    static Rows of(FloatBuffer elements, CamTask.Strides at, CamTask task, Scratch.Block memory) {
        return task.activationsAt().position() <= task.activationsAt().channel()
                ? new Rows(
                        elements,
                        true,
                        at.offset(),
                        task.channels(),
                        task.positions(),
                        at.channel(),
                        at.position(),
                        memory)
                : new Rows(
                        elements,
                        false,
                        at.offset(),
                        task.positions(),
                        task.channels(),
                        at.position(),
                        at.channel(),
                        memory);
    }

    /** Starts anew at an item of a target. */
    void moveTo(int place) {
        this.base = offset + place;
        this.first = 0;
        this.end = 0;
    }

    /** Returns an array that has the row from index {@link #at} on, until another row is asked for. */
    float[] row(int row) {
        if (row < first || row >= end) {
            load(row);
        }
        at = (row - first) * rowStride;
        return block;
    }

    int at() {
        return at;
    }

    boolean byChannel() {
        return byChannel;
    }

    int rows() {
        return rows;
    }

    /** Returns the elements between the rows of {@link #row}'s array. */
    int stride() {
        return rowStride;
    }

    /** Returns how many rows the array has from this one on, which was just asked for. */
    int ready(int row) {
        return end - row;
    }

    private void load(int row) {
        first = row;
        end = Math.min(rows, row + rowsOfBlock);
        int start = base + row * rowStride;
        if (elementStride == 1) {
            elements.get(start, block, 0, (end - first - 1) * rowStride + length);
            return;
        }
        for (int i = 0; i < length; i++) {
            block[i] = elements.get(start + i * elementStride);
        }
    }
}
