package io.github.gradcam4j.tensorflow.internal.keras.emit;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operators that move elements, and the sizes that they need. */
public interface Arrangement extends Arithmetic {
    /** Returns one dimension of a tensor. */
    default Size size(Signal x, int axis) {
        if (x.dim(axis) >= 0) {
            return Size.of(x.dim(axis));
        }
        int from = x.axis(axis);
        Signal shape = emit("Shape", Shape.of(x.rank()), x);
        Signal one = emit(
                "StridedSlice",
                Shape.of(),
                Map.of("shrink_axis_mask", Attributes.of(1L)),
                List.of(shape, vector(from), vector(from + 1), vector(1)));
        return new Size(-1, one);
    }

    /** Returns all dimensions of a tensor. */
    default List<Size> sizes(Signal x) {
        return IntStream.range(0, x.rank()).mapToObj(axis -> size(x, axis)).toList();
    }

    /** Returns a size as a scalar. */
    default Signal scalar(Size size) {
        return size.counted() == null ? scalar(size.known()) : size.counted();
    }

    /** Returns sizes as a vector. */
    default Signal vector(List<Size> sizes) {
        if (sizes.stream().allMatch(Size::isKnown)) {
            return vector(sizes.stream().mapToLong(Size::known).toArray());
        }
        return emit(
                "Pack",
                Shape.of(sizes.size()),
                Map.of(),
                sizes.stream().map(this::scalar).toList());
    }

    /** Multiplies sizes. */
    default Size product(List<Size> sizes) {
        long known =
                sizes.stream().filter(Size::isKnown).mapToLong(Size::known).reduce(1, (a, b) -> Shapes.product(a, b));
        List<Size> counted = sizes.stream().filter(size -> !size.isKnown()).toList();
        if (counted.isEmpty()) {
            return Size.of(known);
        }
        Signal product = scalar(counted.get(0));
        for (Size size : counted.subList(1, counted.size())) {
            product = multiply(product, scalar(size));
        }
        return new Size(-1, known == 1 ? product : multiply(product, scalar(known)));
    }

    /** Gives a tensor other dimensions. At most one of them may be free without being counted: TensorFlow finds it. */
    default Signal reshape(Signal x, List<Size> sizes) {
        Shape shape = Shape.of(sizes.stream().mapToLong(Size::known).toArray());
        long free = sizes.stream().filter(size -> size.known() < 0).count();
        Signal target = free <= 1 ? vector(shape.dims()) : vector(sizes);
        return emit("Reshape", shape, x, target);
    }

    /** Gives a tensor other dimensions, of which one may be -1 for what is left. */
    default Signal reshape(Signal x, long... dims) {
        return reshape(x, Arrays.stream(dims).mapToObj(Size::of).toList());
    }

    /** Orders axes anew. */
    default Signal transpose(Signal x, int... order) {
        if (Arrays.equals(order, IntStream.range(0, order.length).toArray())) {
            return x;
        }
        long[] dims = Arrays.stream(order).mapToLong(x::dim).toArray();
        return emit(
                "Transpose",
                Shape.of(dims),
                x,
                vector(Arrays.stream(order).asLongStream().toArray()));
    }

    /** Adds an axis of size 1 before another. */
    default Signal expand(Signal x, int axis) {
        int at = axis < 0 ? axis + x.rank() + 1 : axis;
        return emit("ExpandDims", Shapes.inserted(x.shape(), at, 1), x, scalar(at));
    }

    /** Drops an axis of size 1. */
    default Signal squeeze(Signal x, int axis) {
        int at = x.axis(axis);
        return emit(
                "Squeeze",
                Shapes.removed(x.shape(), at),
                Map.of("squeeze_dims", Attributes.numbers(List.of((long) at))),
                List.of(x));
    }

    /** Joins tensors along an axis. */
    default Signal concatenate(List<Signal> parts, int axis) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int at = parts.get(0).axis(axis);
        long total = 0;
        Shape shape = parts.get(0).shape();
        for (Signal part : parts) {
            if (part.rank() != shape.rank()) {
                throw new BrokenNetwork("it joins tensors of shapes " + shape + " and " + part.shape());
            }
            shape = Shapes.stretched(Shapes.with(shape, at, 1), Shapes.with(part.shape(), at, 1));
            total = total < 0 || part.dim(at) < 0 ? -1 : total + part.dim(at);
        }
        List<Signal> inputs = new ArrayList<>(parts);
        inputs.add(scalar(at));
        return emit("ConcatV2", Shapes.with(shape, at, total), Map.of(), inputs);
    }

    /** Puts tensors of one shape beside each other along a new axis. */
    default Signal stack(List<Signal> parts, int axis) {
        int at = axis < 0 ? axis + parts.get(0).rank() + 1 : axis;
        return emit(
                "Pack",
                Shapes.inserted(parts.get(0).shape(), at, parts.size()),
                Map.of("axis", Attributes.of((long) at)),
                parts);
    }

    /** Repeats a tensor, so many times along each axis. */
    default Signal tile(Signal x, List<Size> times) {
        long[] dims = new long[x.rank()];
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = Shapes.product(x.dim(axis), times.get(axis).known());
        }
        return emit("Tile", Shape.of(dims), x, vector(times));
    }

    /** Stretches a tensor to other dimensions. */
    default Signal stretch(Signal x, List<Size> sizes) {
        Shape shape = Shape.of(sizes.stream().mapToLong(Size::known).toArray());
        return emit("BroadcastTo", shape, x, vector(sizes));
    }

    /** Returns a tensor of one number. */
    default Signal fill(List<Size> sizes, Signal number) {
        Shape shape = Shape.of(sizes.stream().mapToLong(Size::known).toArray());
        return emit("Fill", shape, vector(sizes), number);
    }

    /** Repeats each slice along an axis. */
    default Signal repeat(Signal x, int axis, long times) {
        if (times == 1) {
            return x;
        }
        int at = x.axis(axis);
        List<Size> once = new ArrayList<>(java.util.Collections.nCopies(x.rank() + 1, Size.of(1)));
        once.set(at + 1, Size.of(times));
        List<Size> merged = new ArrayList<>(sizes(x));
        merged.set(at, product(List.of(merged.get(at), Size.of(times))));
        return reshape(tile(expand(x, at + 1), once), merged);
    }

    /** Turns axes round. */
    default Signal reverse(Signal x, int... axes) {
        return emit(
                "ReverseV2",
                x.shape(),
                x,
                vector(Arrays.stream(axes).asLongStream().toArray()));
    }

    /** Adds slices of a number before and after, {@code [before, after]} for each axis. */
    default Signal pad(Signal x, long[][] pads, double number) {
        long[] dims = new long[x.rank()];
        double[] flat = new double[2 * dims.length];
        boolean any = false;
        for (int axis = 0; axis < dims.length; axis++) {
            flat[2 * axis] = pads[axis][0];
            flat[2 * axis + 1] = pads[axis][1];
            any |= pads[axis][0] != 0 || pads[axis][1] != 0;
            dims[axis] = x.dim(axis) < 0 ? -1 : x.dim(axis) + pads[axis][0] + pads[axis][1];
        }
        if (!any) {
            return x;
        }
        Shape table = Shape.of(dims.length, 2);
        Signal paddings = constant(Constants.numbers(org.tensorflow.proto.DataType.DT_INT32, table, flat), table);
        return number == 0
                ? emit("Pad", Shape.of(dims), x, paddings)
                : emit("PadV2", Shape.of(dims), x, paddings, scalar(x.type(), number));
    }

    /** Adds a constant. */
    Signal constant(org.tensorflow.proto.TensorProto proto, Shape shape);
}
