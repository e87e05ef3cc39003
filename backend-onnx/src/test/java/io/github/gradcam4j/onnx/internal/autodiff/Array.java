package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** Is an array of doubles, row-major. Whole numbers and truth values are doubles too. */
record Array(int[] shape, double[] data) {
    static Array of(int[] shape, ToDoubleFunction<int[]> value) {
        Array made = new Array(shape, new double[size(shape)]);
        int[] at = new int[shape.length];
        for (int i = 0; i < made.data.length; i++) {
            made.data[i] = value.applyAsDouble(at);
            next(at, shape);
        }
        return made;
    }

    static Array vector(double... values) {
        return new Array(new int[] {values.length}, values);
    }

    static Array zeros(int... shape) {
        return new Array(shape, new double[size(shape)]);
    }

    static int size(int... shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    /** Advances an index to the next cell, and says whether there is one. */
    static boolean next(int[] at, int[] shape) {
        for (int i = shape.length - 1; i >= 0; i--) {
            if (++at[i] < shape[i]) {
                return true;
            }
            at[i] = 0;
        }
        return false;
    }

    int offset(int... at) {
        int offset = 0;
        for (int i = 0; i < shape.length; i++) {
            offset = offset * shape[i] + at[i];
        }
        return offset;
    }

    double get(int... at) {
        return data[offset(at)];
    }

    /** Reads a cell of the array as if it were broadcast to a shape of the same or a higher rank. */
    double broadcast(int... at) {
        int offset = 0;
        int skip = at.length - shape.length;
        for (int i = 0; i < shape.length; i++) {
            offset = offset * shape[i] + (shape[i] == 1 ? 0 : at[i + skip]);
        }
        return data[offset];
    }

    /** Repeats axes of size 1; an array of another rank or with other sizes stays as it is. */
    Array repeatedTo(int... dims) {
        for (int i = 0; i < shape.length; i++) {
            if (shape.length != dims.length || (shape[i] != 1 && shape[i] != dims[i])) {
                return this;
            }
        }
        return of(dims, this::broadcast);
    }

    int rank() {
        return shape.length;
    }

    int axis(long axis) {
        return (int) (axis < 0 ? axis + shape.length : axis);
    }

    Array map(DoubleUnaryOperator function) {
        return new Array(shape, Arrays.stream(data).map(function).toArray());
    }

    Array reshape(int... dims) {
        return new Array(dims, data);
    }

    Array with(int cell, double value) {
        double[] changed = data.clone();
        changed[cell] = value;
        return new Array(shape, changed);
    }

    int[] ints() {
        return Arrays.stream(data).mapToInt(v -> (int) v).toArray();
    }

    double largest() {
        return Arrays.stream(data).map(Math::abs).max().orElse(0);
    }

    /** Returns the largest difference between two arrays of one shape. */
    double distance(Array other) {
        if (!Arrays.equals(shape, other.shape)) {
            throw new AssertionError("shapes " + Arrays.toString(shape) + " and " + Arrays.toString(other.shape));
        }
        double most = 0;
        for (int i = 0; i < data.length; i++) {
            double difference = Math.abs(data[i] - other.data[i]);
            most = difference <= most ? most : Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
        }
        return most;
    }
}
