package io.github.gradcam4j.tensorflow.internal.keras.emit;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Operators that sum up axes. */
public interface Reductions extends Indexing {
    /** Sums up axes with an operator such as {@code Mean}; all of them if none is named. */
    default Signal reduce(String operator, Signal x, boolean keep, List<Integer> axes) {
        Set<Integer> gone = new TreeSet<>();
        axes.forEach(axis -> gone.add(x.axis(axis)));
        if (axes.isEmpty()) {
            IntStream.range(0, x.rank()).forEach(gone::add);
        }
        List<Long> dims = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            if (!gone.contains(axis)) {
                dims.add(x.dim(axis));
            } else if (keep) {
                dims.add(1L);
            }
        }
        return emit(
                operator,
                Shape.of(dims.stream().mapToLong(Long::longValue).toArray()),
                Map.of("keep_dims", Attributes.of(keep)),
                List.of(x, vector(gone.stream().mapToLong(Integer::longValue).toArray())));
    }

    default Signal mean(Signal x, boolean keep, List<Integer> axes) {
        return reduce("Mean", x, keep, axes);
    }

    default Signal sum(Signal x, boolean keep, List<Integer> axes) {
        return reduce("Sum", x, keep, axes);
    }

    /** Returns the mean of the squared distance from the mean, which is kept. */
    default Signal variance(Signal x, Signal mean, List<Integer> axes) {
        return mean(binary("SquaredDifference", x, mean), true, axes);
    }

    /** Makes numbers along an axis positive with sum 1. */
    default Signal softmax(Signal x, int axis) {
        return last(x, axis, "Softmax");
    }

    /** Returns the logarithm of {@link #softmax}. */
    default Signal logSoftmax(Signal x, int axis) {
        return last(x, axis, "LogSoftmax");
    }

    private Signal last(Signal x, int axis, String operator) {
        int at = x.axis(axis);
        if (at == x.rank() - 1) {
            return unary(operator, x);
        }
        int[] swap = IntStream.range(0, x.rank()).toArray();
        swap[at] = x.rank() - 1;
        swap[x.rank() - 1] = at;
        return transpose(unary(operator, transpose(x, swap)), swap);
    }
}
