package io.github.gradcam4j.testkit;

import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/** Compares tensors, and puts items together to a batch. */
public final class Tensors {
    private Tensors() {}

    /**
     * Returns the largest difference relative to the largest value of the reference.
     *
     * @param actual float32 values
     * @param expected the reference, float32 of the same shape
     * @return the maximum of {@code |actual - expected|} over the maximum of {@code |expected|}; not a number if any value
     *     is; the plain difference where the reference is zero everywhere
     */
    public static double maxError(Tensor actual, Tensor expected) {
        float[] a = actual.toFloatArray();
        float[] e = expected.toFloatArray();
        double error = 0;
        double largest = 0;
        for (int i = 0; i < e.length; i++) {
            // Math.max keeps NaN.
            error = Math.max(error, Math.abs((double) a[i] - e[i]));
            largest = Math.max(largest, Math.abs(e[i]));
        }
        return largest == 0 ? error : error / largest;
    }

    /**
     * Asserts that shapes agree and values are close.
     *
     * @param what what is compared, for the message
     * @param actual float32 values
     * @param expected the reference, float32
     * @param tolerance the bound of {@link #maxError}
     * @throws AssertionError if they differ by more, or by something that is not a number
     */
    public static void assertClose(String what, Tensor actual, Tensor expected, double tolerance) {
        if (!actual.shape().equals(expected.shape())) {
            throw new AssertionError(what + ": shape " + actual.shape() + ", expected " + expected.shape());
        }
        double error = maxError(actual, expected);
        if (!(error <= tolerance)) {
            throw new AssertionError(what + ": largest error " + error
                    + " relative to the largest expected value, allowed are " + tolerance);
        }
    }

    /**
     * Asserts that type, shape and every bit agree.
     *
     * @param what what is compared, for the message
     * @param actual a tensor
     * @param expected the reference
     * @throws AssertionError if they differ
     */
    public static void assertSame(String what, Tensor actual, Tensor expected) {
        if (actual.dtype() != expected.dtype() || !actual.shape().equals(expected.shape())) {
            throw new AssertionError(what + ": " + actual + ", expected " + expected);
        }
        int mismatch = actual.bytes().mismatch(expected.bytes());
        if (mismatch >= 0) {
            throw new AssertionError(what + ": differs in element "
                    + mismatch / actual.dtype().bytes() + " (row-major) of shape " + actual.shape());
        }
    }

    /**
     * Puts tensors behind each other along their first axis.
     *
     * @param parts tensors of the same type, equal in all but the first dimension
     * @return a copy of all
     */
    public static Tensor stack(List<Tensor> parts) {
        DType dtype = parts.get(0).dtype();
        long size = parts.stream().mapToLong(part -> part.shape().size()).sum();
        long items = parts.stream().mapToLong(part -> part.shape().dim(0)).sum();
        ByteBuffer buffer = Tensor.allocate(dtype, size);
        parts.forEach(part -> buffer.put(part.bytes()));
        return Tensor.over(dtype, parts.get(0).shape().with(0, items), buffer.flip())
                .withLayout(parts.get(0).layout());
    }

    /** Copies one slice along an axis that disappears: the gradients of one target. */
    static Tensor row(Tensor tensor, int index) {
        long[] dims = tensor.shape().dims();
        return tensor.item(index)
                .reshape(io.github.gradcam4j.tensor.Shape.of(java.util.Arrays.copyOfRange(dims, 1, dims.length)))
                .copy();
    }
}
