package io.github.gradcam4j.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Repeats elements along the axes where there is one of them. */
final class Repetition {
    private Repetition() {}

    /** Returns all elements of {@code shape}, in direct memory. */
    static ByteBuffer of(ByteBuffer stored, int bytes, Shape from, Shape shape) {
        ByteBuffer all = ByteBuffer.allocateDirect(Math.toIntExact(Math.multiplyExact(shape.size(), (long) bytes)))
                .order(ByteOrder.nativeOrder());
        fill(all, stored, 0, stored.remaining(), from, shape, 0);
        return all.flip();
    }

    /** Appends what follows from the stored elements of one index of all axes before {@code axis}. */
    private static void fill(ByteBuffer all, ByteBuffer stored, int at, int length, Shape from, Shape shape, int axis) {
        if (axis == shape.rank()) {
            all.put(stored.slice(at, length));
            return;
        }
        int start = all.position();
        int part = length / (int) Math.max(1, from.dim(axis));
        for (int i = 0; i < from.dim(axis); i++) {
            fill(all, stored, at + i * part, part, from, shape, axis + 1);
        }
        int made = all.position() - start;
        for (long i = from.dim(axis); i < shape.dim(axis); i++) {
            all.put(all.duplicate().limit(start + made).position(start));
        }
    }
}
