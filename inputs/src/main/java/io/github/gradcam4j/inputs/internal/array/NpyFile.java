package io.github.gradcam4j.inputs.internal.array;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The elements of a NumPy array file, brought to row-major native order. */
public final class NpyFile {
    private NpyFile() {}

    /** Tells whether a file begins as NumPy arrays do. */
    public static boolean isNpy(byte[] head) {
        return NpyHeader.isNpy(head);
    }

    /** Reads a whole file. */
    public static Tensor read(byte[] bytes, String name) {
        try {
            NpyHeader header = NpyHeader.read(bytes);
            requireSize(header, bytes);
            ByteBuffer stored = ByteBuffer.wrap(bytes, header.length(), bytes.length - header.length())
                    .slice()
                    .order(header.order());
            ByteBuffer elements = Tensor.allocate(header.dtype(), header.shape().size());
            if (header.fortran() && header.shape().rank() > 1) {
                copyTransposed(header, stored, elements);
            } else if (header.order() == ByteOrder.nativeOrder()
                    || header.dtype().bytes() == 1) {
                elements.put(stored).flip();
            } else {
                for (int at = 0; at < elements.capacity(); at += header.dtype().bytes()) {
                    copyElement(header.dtype(), stored, at, elements, at);
                }
            }
            if (header.dtype() == DType.BOOL) {
                requireBooleans(elements);
            }
            return Tensor.over(header.dtype(), header.shape(), elements);
        } catch (IllegalArgumentException e) {
            throw new InputException("'" + name + "' cannot be read as an array: " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new InputException("'" + name + "' cannot be read: it needs more memory than there is", e);
        }
    }

    private static void requireSize(NpyHeader header, byte[] bytes) {
        long expected;
        try {
            expected = Math.multiplyExact(
                    header.shape().size(), (long) header.dtype().bytes());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("it claims the absurd shape " + header.shape(), e);
        }
        long there = (long) bytes.length - header.length();
        if (there < expected) {
            throw new IllegalArgumentException("it is truncated: shape " + header.shape() + " of " + header.dtype()
                    + " needs " + expected + " bytes, " + there + " are there");
        }
        if (there > expected) {
            throw new IllegalArgumentException("shape " + header.shape() + " of " + header.dtype() + " needs "
                    + expected + " bytes, but " + there + " are there. Save one array a file");
        }
    }

    /** Walks row by row over the result; in the file the first index runs fastest. */
    private static void copyTransposed(NpyHeader header, ByteBuffer stored, ByteBuffer elements) {
        int rank = header.shape().rank();
        int bytes = header.dtype().bytes();
        long[] steps = new long[rank];
        long step = bytes;
        for (int axis = 0; axis < rank; axis++) {
            steps[axis] = step;
            step *= header.shape().dim(axis);
        }
        long[] index = new long[rank];
        long from = 0;
        for (int to = 0; to < elements.capacity(); to += bytes) {
            copyElement(header.dtype(), stored, (int) from, elements, to);
            for (int axis = rank - 1; axis >= 0; axis--) {
                from += steps[axis];
                if (++index[axis] < header.shape().dim(axis)) {
                    break;
                }
                from -= steps[axis] * index[axis];
                index[axis] = 0;
            }
        }
    }

    private static void copyElement(DType dtype, ByteBuffer from, int at, ByteBuffer to, int target) {
        switch (dtype.bytes()) {
            case 1 -> to.put(target, from.get(at));
            case 2 -> to.putShort(target, from.getShort(at));
            case 4 -> to.putInt(target, from.getInt(at));
            default -> to.putLong(target, from.getLong(at));
        }
    }

    private static void requireBooleans(ByteBuffer elements) {
        for (int at = 0; at < elements.capacity(); at++) {
            if ((elements.get(at) & ~1) != 0) {
                throw new IllegalArgumentException("element " + at + " is neither True nor False");
            }
        }
    }
}
