package io.github.gradcam4j.internal.kernel;

import io.github.gradcam4j.spi.CamTask;
import java.nio.FloatBuffer;

/**
 * Reads rows of a strided array one after the other, many at a time: copying a block is far cheaper than asking a buffer for
 * each element. Row r has its elements at {@code base + r * rowStride + i * elementStride}.
 */
final class Rows {
    /** Elements of a block: large enough to hide what a copy costs to start, small enough to be made for every call. */
    private static final int BLOCK = 1024;

    private final FloatBuffer elements;
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

    private Rows(FloatBuffer elements, int rows, int length, int rowStride, int elementStride) {
        this.elements = elements;
        this.rows = rows;
        this.length = length;
        this.rowStride = rowStride;
        this.elementStride = elementStride;
        boolean dense = elementStride == 1;
        this.rowsOfBlock = dense ? Math.min(rows, Math.max(1, 1 + (BLOCK - length) / rowStride)) : 1;
        this.block = new float[(rowsOfBlock - 1) * rowStride + length];
    }

    static Rows byChannel(FloatBuffer elements, CamTask task) {
        return new Rows(elements, task.channels(), task.positions(), task.channelStride(), task.positionStride());
    }

    static Rows byPosition(FloatBuffer elements, CamTask task) {
        return new Rows(elements, task.positions(), task.channels(), task.positionStride(), task.channelStride());
    }

    /** Starts anew where row 0 has its first element. */
    void moveTo(int base) {
        this.base = base;
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
