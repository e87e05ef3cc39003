package io.github.gradcam4j.pytorch.internal.axes;

import java.util.List;
import java.util.Optional;

/** Sizes of tensors as numbers. */
final class NumberTensors {
    private NumberTensors() {}

    /** Returns the size of one axis as code sees it. */
    static Object size(Tensor tensor, long axis) {
        List<Long> shape = tensor.shape();
        long size = shape == null ? -1 : shape.get(tensor.axis(axis));
        return size < 0 ? Unknown.VALUE : (Object) size;
    }

    /** Returns all sizes as code sees them. */
    static Object sizes(Tensor tensor, Trace trace) {
        List<Long> shape = tensor.shape();
        return shape == null
                ? new Unknown(List.of(), Optional.of(tensor))
                : trace.list(shape.stream()
                        .map(size -> size < 0 ? Unknown.VALUE : (Object) size)
                        .toList());
    }

    /** Returns the number of elements, -1 if it is not known. */
    static long count(List<Long> shape) {
        long count = 1;
        for (long size : shape) {
            count = size < 0 || count < 0 ? -1 : Math.multiplyExact(count, size);
        }
        return count;
    }
}
