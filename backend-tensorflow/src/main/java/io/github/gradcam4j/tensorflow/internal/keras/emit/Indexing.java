package io.github.gradcam4j.tensorflow.internal.keras.emit;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operators that take parts of tensors. */
public interface Indexing extends Arrangement {
    /**
     * Is how one axis is read.
     *
     * @param start from where, counted from the end if negative; null from the beginning
     * @param stop to where; null to the end
     * @param step how far to go on
     * @param kind whether it is a range, one element, whose axis is dropped, a new axis, or all axes that are left
     */
    record Range(@Nullable Long start, @Nullable Long stop, long step, Kind kind) {
        /** What stands between two commas. */
        public enum Kind {
            RANGE,
            ELEMENT,
            NEW_AXIS,
            REST
        }

        /** Returns a range with steps of 1. */
        public static Range of(@Nullable Long start, @Nullable Long stop) {
            return new Range(start, stop, 1, Kind.RANGE);
        }
    }

    /** Takes what ranges say, from the first axis on, as Python's square brackets do. */
    default Signal slice(Signal x, List<Range> ranges) {
        List<Long> dims = new ArrayList<>();
        long[] starts = new long[ranges.size()];
        long[] stops = new long[ranges.size()];
        long[] steps = new long[ranges.size()];
        long noStart = 0;
        long noStop = 0;
        long shrunk = 0;
        long added = 0;
        long rest = 0;
        int axis = 0;
        for (int i = 0; i < ranges.size(); i++) {
            Range range = ranges.get(i);
            long bit = 1L << i;
            steps[i] = range.step();
            if (range.kind() == Range.Kind.NEW_AXIS) {
                added |= bit;
                dims.add(1L);
                continue;
            }
            if (range.kind() == Range.Kind.REST) {
                rest |= bit;
                long after = ranges.subList(i + 1, ranges.size()).stream()
                        .filter(one -> one.kind() != Range.Kind.NEW_AXIS)
                        .count();
                for (; axis < x.rank() - after; axis++) {
                    dims.add(x.dim(axis));
                }
                continue;
            }
            long dim = x.dim(x.axis(axis++));
            starts[i] = range.start() == null ? 0 : range.start();
            if (range.kind() == Range.Kind.ELEMENT) {
                shrunk |= bit;
                stops[i] = starts[i] + 1;
                continue;
            }
            stops[i] = range.stop() == null ? 0 : range.stop();
            noStart |= range.start() == null ? bit : 0;
            noStop |= range.stop() == null ? bit : 0;
            dims.add(length(dim, range));
        }
        for (; axis < x.rank(); axis++) {
            dims.add(x.dim(axis));
        }
        return emit(
                "StridedSlice",
                Shape.of(dims.stream().mapToLong(Long::longValue).toArray()),
                Map.of(
                        "begin_mask", Attributes.of(noStart),
                        "end_mask", Attributes.of(noStop),
                        "shrink_axis_mask", Attributes.of(shrunk),
                        "new_axis_mask", Attributes.of(added),
                        "ellipsis_mask", Attributes.of(rest)),
                List.of(x, vector(starts), vector(stops), vector(steps)));
    }

    private static long length(long dim, Range range) {
        long step = range.step();
        if (step == 0) {
            throw new BrokenNetwork("it slices with steps of 0");
        }
        if (dim < 0) {
            return -1;
        }
        long low = step > 0 ? 0 : -1;
        long high = step > 0 ? dim : dim - 1;
        long start = bound(range.start(), dim, low, high, step > 0 ? 0 : dim - 1);
        long stop = bound(range.stop(), dim, low, high, step > 0 ? dim : -1);
        long span = step > 0 ? stop - start : start - stop;
        long stride = Math.abs(step);
        return Math.max(0, (span + stride - 1) / stride);
    }

    private static long bound(@Nullable Long at, long dim, long low, long high, long otherwise) {
        return at == null ? otherwise : Math.max(low, Math.min(high, at < 0 ? at + dim : at));
    }

    /** Takes a range of one axis; null as stop for the end. */
    default Signal slice(Signal x, int axis, long start, @Nullable Long stop) {
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < x.axis(axis); i++) {
            ranges.add(Range.of(null, null));
        }
        ranges.add(Range.of(start, stop));
        return slice(x, ranges);
    }

    /** Takes one element of an axis, which is dropped. */
    default Signal element(Signal x, int axis, long index) {
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < x.axis(axis); i++) {
            ranges.add(Range.of(null, null));
        }
        ranges.add(new Range(index, null, 1, Range.Kind.ELEMENT));
        return slice(x, ranges);
    }

    /** Takes an axis apart into equal pieces. */
    default List<Signal> split(Signal x, int pieces, int axis) {
        int at = x.axis(axis);
        long whole = x.dim(at);
        if (pieces < 1 || (whole >= 0 && whole % pieces != 0)) {
            throw new BrokenNetwork("it splits an axis of " + whole + " into " + pieces + " equal pieces");
        }
        return node(
                "split",
                "Split",
                Map.of("num_split", Attributes.of((long) pieces)),
                Map.of(),
                List.of(scalar(at), x),
                List.of(Shapes.with(x.shape(), at, whole < 0 ? -1 : whole / pieces)));
    }

    /** Looks rows up. */
    default Signal gather(Signal table, Signal indices, int axis) {
        int at = table.axis(axis);
        long[] before = java.util.Arrays.copyOf(table.shape().dims(), at);
        Shape shape = Shapes.with(
                Shapes.with(Shape.of(before), indices.shape().dims()),
                java.util.Arrays.copyOfRange(table.shape().dims(), at + 1, table.rank()));
        return emit("GatherV2", shape, table, indices, scalar(at));
    }

    /** Adds a node of several outputs, or of functions. */
    List<Signal> node(
            String name,
            String operator,
            Map<String, org.tensorflow.proto.AttrValue> attributes,
            Map<String, io.github.gradcam4j.tensorflow.internal.graph.Body> bodies,
            List<Signal> inputs,
            List<Shape> shapes);
}
