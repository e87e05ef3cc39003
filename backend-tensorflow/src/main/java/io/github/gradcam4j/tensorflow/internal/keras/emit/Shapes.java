package io.github.gradcam4j.tensorflow.internal.keras.emit;

import io.github.gradcam4j.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.TensorShapeProto;

/** Knows the shapes of results. */
public final class Shapes {
    private Shapes() {}

    /** Returns a shape in TensorFlow's form. */
    public static TensorShapeProto proto(Shape shape) {
        TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
        for (long dim : shape.dims()) {
            proto.addDim(TensorShapeProto.Dim.newBuilder().setSize(dim));
        }
        return proto.build();
    }

    /** Returns the shape that two stretch to, as in NumPy. */
    public static Shape stretched(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        long[] dims = new long[rank];
        for (int i = 1; i <= rank; i++) {
            long one = i <= a.rank() ? a.dim(-i) : 1;
            long other = i <= b.rank() ? b.dim(-i) : 1;
            if (one >= 0 && other >= 0 && one != other && one != 1 && other != 1) {
                throw new BrokenNetwork("it joins tensors of shapes " + a + " and " + b + ", which do not fit");
            }
            boolean oneDecides = other == 1 || (other < 0 && one > 1) || one == other;
            dims[rank - i] = oneDecides ? one : one == 1 || one < 0 ? other : one;
        }
        return Shape.of(dims);
    }

    /** Returns the shape with another dimension at an axis. */
    public static Shape with(Shape shape, int axis, long dim) {
        long[] dims = shape.dims();
        dims[axis < 0 ? axis + dims.length : axis] = dim;
        return Shape.of(dims);
    }

    /** Returns the shape with dimensions appended. */
    public static Shape with(Shape shape, long... more) {
        long[] dims = Arrays.copyOf(shape.dims(), shape.rank() + more.length);
        System.arraycopy(more, 0, dims, shape.rank(), more.length);
        return Shape.of(dims);
    }

    /** Returns the shape without its last dimensions. */
    public static Shape without(Shape shape, int last) {
        return Shape.of(Arrays.copyOf(shape.dims(), Math.max(0, shape.rank() - last)));
    }

    /** Returns the shape without an axis. */
    public static Shape removed(Shape shape, int axis) {
        long[] dims = shape.dims();
        long[] left = new long[dims.length - 1];
        System.arraycopy(dims, 0, left, 0, axis);
        System.arraycopy(dims, axis + 1, left, axis, left.length - axis);
        return Shape.of(left);
    }

    /** Returns the shape with an axis before another. */
    public static Shape inserted(Shape shape, int axis, long dim) {
        long[] dims = shape.dims();
        long[] more = new long[dims.length + 1];
        System.arraycopy(dims, 0, more, 0, axis);
        more[axis] = dim;
        System.arraycopy(dims, axis, more, axis + 1, dims.length - axis);
        return Shape.of(more);
    }

    /** Returns the product of dimensions; -1 if one of them is free. */
    public static long product(long... dims) {
        long product = 1;
        for (long dim : dims) {
            if (dim < 0) {
                return -1;
            }
            try {
                product = Math.multiplyExact(product, dim);
            } catch (ArithmeticException e) {
                throw new BrokenNetwork("a tensor would have more elements than can be counted");
            }
        }
        return product;
    }

    /** Returns the number of windows along an axis. */
    public static long windows(long length, long window, long stride, boolean same) {
        long free = same ? length : length - window + 1;
        if (length >= 0 && free <= 0) {
            throw new BrokenNetwork(
                    "its input has " + length + " positions along an axis, but its window needs " + window);
        }
        return length < 0 ? -1 : (free + stride - 1) / stride;
    }

    static void requireSame(long one, long other, Signal a, Signal b) {
        if (one >= 0 && other >= 0 && one != other) {
            throw new BrokenNetwork("it multiplies tensors of shapes " + a.shape() + " and " + b.shape()
                    + ", which do not fit: " + one + " is not " + other);
        }
    }

    static Shape einsum(String equation, Signal a, Signal b) {
        int arrow = equation.indexOf("->");
        int comma = equation.indexOf(',');
        if (comma < 0 || arrow < comma || equation.contains(".")) {
            throw new BrokenNetwork("its equation '" + equation + "' is not of the form 'ab,bc->ac'");
        }
        List<String> terms = List.of(equation.substring(0, comma), equation.substring(comma + 1, arrow));
        Map<Character, Long> sizes = new HashMap<>();
        for (int i = 0; i < terms.size(); i++) {
            Signal x = i == 0 ? a : b;
            if (terms.get(i).length() != x.rank()) {
                throw new BrokenNetwork("its equation '" + equation + "' does not fit a tensor of shape " + x.shape());
            }
            for (int axis = 0; axis < x.rank(); axis++) {
                long dim = x.dim(axis);
                Long before = sizes.put(terms.get(i).charAt(axis), dim);
                if (before != null && before >= 0) {
                    requireSame(before, dim, a, b);
                    sizes.put(terms.get(i).charAt(axis), before);
                }
            }
        }
        return Shape.of(equation.substring(arrow + 2)
                .chars()
                .mapToLong(letter -> sizes.getOrDefault((char) letter, -1L))
                .toArray());
    }
}
