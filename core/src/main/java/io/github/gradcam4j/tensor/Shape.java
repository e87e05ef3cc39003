package io.github.gradcam4j.tensor;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Holds the dimensions of a tensor; -1 stands for a dimension that is free until a run. Immutable. */
public final class Shape {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,12}|-1|\\?)(x(\\d{1,12}|-1|\\?))*");

    private final long[] dims;

    private Shape(long[] dims) {
        this.dims = dims;
    }

    /**
     * Creates a shape.
     *
     * @param dims the dimensions, outermost first; each at least 0, or -1 where free
     * @return the shape
     * @throws IllegalArgumentException if a dimension is below -1
     */
    public static Shape of(long... dims) {
        for (long dim : dims) {
            if (dim < -1) {
                throw new IllegalArgumentException("dimension " + dim + " of shape " + Arrays.toString(dims)
                        + " is negative; use -1 for a dimension that is free");
            }
        }
        return new Shape(dims.clone());
    }

    /**
     * Reads a shape from text such as {@code 1x3x224x224}, the form the command line uses.
     *
     * @param text dimensions joined by {@code x}; {@code -1} or {@code ?} where free
     * @return the shape
     * @throws IllegalArgumentException if the text has another form
     */
    public static Shape parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "shape '" + text + "' is not understood; write the dimensions joined by x, such as 1x3x224x224");
        }
        return of(Arrays.stream(text.split("x"))
                .mapToLong(part -> part.equals("?") ? -1 : Long.parseLong(part))
                .toArray());
    }

    /**
     * Returns the number of dimensions.
     *
     * @return the rank, 0 for a scalar
     */
    public int rank() {
        return dims.length;
    }

    /**
     * Returns one dimension.
     *
     * @param axis the axis, counted from 0, or from the end with -1 for the last
     * @return the dimension, -1 where free
     */
    public long dim(int axis) {
        return dims[axis < 0 ? axis + dims.length : axis];
    }

    /**
     * Returns all dimensions.
     *
     * @return a copy
     */
    public long[] dims() {
        return dims.clone();
    }

    /**
     * Tells whether no dimension is free.
     *
     * @return true if every dimension is known
     */
    public boolean isFixed() {
        return Arrays.stream(dims).allMatch(dim -> dim >= 0);
    }

    /**
     * Returns the number of elements.
     *
     * @return the product of the dimensions, 1 for a scalar
     * @throws IllegalStateException if a dimension is free
     * @throws ArithmeticException if the product exceeds 63 bits
     */
    public long size() {
        long size = 1;
        for (long dim : dims) {
            if (dim < 0) {
                throw new IllegalStateException("shape " + this + " has a free dimension, so it has no size");
            }
            size = Math.multiplyExact(size, dim);
        }
        return size;
    }

    /**
     * Tells whether a concrete shape is an instance of this one.
     *
     * @param concrete a shape
     * @return true if the ranks agree and so do all dimensions that are not free here
     */
    public boolean admits(Shape concrete) {
        if (concrete.rank() != rank()) {
            return false;
        }
        for (int axis = 0; axis < dims.length; axis++) {
            if (dims[axis] >= 0 && dims[axis] != concrete.dims[axis]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns this shape with one dimension replaced.
     *
     * @param axis the axis, counted from 0
     * @param dim the new dimension
     * @return the new shape
     */
    public Shape with(int axis, long dim) {
        long[] copy = dims.clone();
        copy[axis] = dim;
        return of(copy);
    }

    /**
     * Returns the shape of several tensors of this shape on top of each other.
     *
     * @param count how many
     * @return this shape behind an axis of that size
     */
    public Shape stacked(long count) {
        long[] all = new long[dims.length + 1];
        all[0] = count;
        System.arraycopy(dims, 0, all, 1, dims.length);
        return of(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** Returns the form used in messages, such as {@code [1, 512, 7, 7]}, with {@code ?} for free dimensions. */
    @Override
    public String toString() {
        return Arrays.stream(dims)
                .mapToObj(dim -> dim < 0 ? "?" : Long.toString(dim))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
