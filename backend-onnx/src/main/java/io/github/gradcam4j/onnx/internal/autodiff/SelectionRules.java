package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Differentiates operators that put values side by side or pick some of them. */
final class SelectionRules {
    private SelectionRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "Concat" -> SelectionRules::concat;
            case "Split" -> SelectionRules::split;
            case "Slice" -> SelectionRules::slice;
            case "Gather" -> SelectionRules::gather;
            case "Pad" -> SelectionRules::pad;
            case "Trilu" -> SelectionRules::triangle;
            default -> null;
        };
    }

    private static void concat(Backward node) {
        int axis = Backward.axis(node.integer("axis", 0), node.outShape(0).length);
        if (Broadcasting.free(node.outShape(0)[axis])) {
            concatAtRun(node, axis);
            return;
        }
        long start = 0;
        for (int i = 0; i < node.inputs(); i++) {
            long end = start + node.inShape(i)[axis];
            if (node.wants(i)) {
                node.give(i, node.emit.slice(node.gradient(), axis + 1, start, end));
            }
            start = end;
        }
    }

    private static void concatAtRun(Backward node, int axis) {
        Emitter e = node.emit;
        String start = e.longs(0);
        for (int i = 0; i < node.inputs(); i++) {
            String end = e.add(start, node.shapes.size(node.inName(i), axis));
            if (node.wants(i)) {
                node.give(i, e.op("Slice", node.gradient(), start, end, e.longs(axis + 1L)));
            }
            start = end;
        }
    }

    private static void split(Backward node) {
        long[] shape = node.inShape(0);
        int axis = Backward.axis(node.integer("axis", 0), shape.length);
        long total = Broadcasting.fixed(shape[axis])[0];
        long[] sizes = splitSizes(node, total);
        List<String> parts = new ArrayList<>();
        long start = 0;
        for (int i = 0; i < sizes.length; i++) {
            Optional<String> gradient = node.gradient(i);
            if (gradient.isPresent()) {
                parts.add(place(node.emit, gradient.get(), shape.length, axis, start, total - start - sizes[i]));
            }
            start += sizes[i];
        }
        boolean complete = parts.size() == sizes.length;
        node.give(
                0,
                complete
                        ? whole(node, axis)
                        : parts.size() == 1 ? parts.get(0) : node.emit.op("Sum", parts.toArray(String[]::new)));
    }

    private static String whole(Backward node, int axis) {
        String[] all = new String[node.node().outputs().size()];
        Arrays.setAll(all, i -> node.gradient(i).orElseThrow());
        return node.emit.concat(axis + 1, all);
    }

    private static long[] splitSizes(Backward node, long total) {
        Optional<long[]> given = node.emit.opset() >= 13 ? node.optionalIntegers(1) : node.integers("split");
        int count = node.node().outputs().size();
        return given.orElseGet(() -> {
            long[] sizes = new long[count];
            long most = (total + count - 1) / count;
            Arrays.fill(sizes, most);
            sizes[count - 1] = total - most * (count - 1);
            return sizes;
        });
    }

    /** Surrounds a gradient with zeros along one axis of the value it belongs to. */
    private static String place(Emitter emit, String gradient, int rank, int axis, long before, long after) {
        long[] pads = new long[2 * (rank + 1)];
        pads[axis + 1] = before;
        pads[rank + 1 + axis + 1] = after;
        return emit.pad(gradient, pads);
    }

    private static void slice(Backward node) {
        long[] shape = node.inShape(0);
        boolean known =
                node.isKnown(1) && node.isKnown(2) && (node.node().input(4).isEmpty() || node.isKnown(4));
        long[] axes = node.optionalIntegers(3)
                .orElseGet(() -> LongStream.range(0, Broadcasting.product(node.inShape(1)))
                        .toArray());
        if (!known) {
            sliceAtRun(node, axes);
            return;
        }
        long[] starts = node.knownIntegers(1);
        long[] ends = node.knownIntegers(2);
        long[] steps = node.optionalIntegers(4)
                .orElseGet(() -> Arrays.stream(starts).map(start -> 1).toArray());
        String gradient = node.gradient();
        long[] now = node.outShape(0);
        for (int i = 0; i < starts.length; i++) {
            int axis = Backward.axis(axes[i], shape.length);
            if (shape[axis] == ValueTable.FREE && starts[i] == 0 && ends[i] >= Integer.MAX_VALUE && steps[i] == 1) {
                continue;
            }
            if (shape[axis] == ValueTable.FREE) {
                sliceAtRun(node, axes);
                return;
            }
            long[] picked = sliced(shape[axis], starts[i], ends[i], steps[i]);
            if (picked.length == 0) {
                node.giveNothing(0);
                return;
            }
            gradient = unpick(node, gradient, now, axis, picked, shape[axis]);
            now[axis] = shape[axis];
        }
        node.give(0, gradient);
    }

    /** Slices the numbers of the places in the same way, which are then the places that were picked. */
    private static void sliceAtRun(Backward node, long[] axes) {
        Emitter e = node.emit;
        Scattering scattering = new Scattering(node);
        String gradient = node.gradient();
        for (int i = 0; i < axes.length; i++) {
            int axis = Backward.axis(axes[i], node.inShape(0).length);
            String size = scattering.size(node.inName(0), axis);
            String places = e.op("Range", e.index(0), e.reshape(size), e.index(1));
            String from = e.slice(wide(node, 1), 0, i, i + 1L);
            String to = e.slice(wide(node, 2), 0, i, i + 1L);
            String picked = node.node().input(4).isEmpty()
                    ? e.op("Slice", places, from, to, e.longs(0))
                    : e.op("Slice", places, from, to, e.longs(0), e.slice(wide(node, 4), 0, i, i + 1L));
            gradient = scattering.unpick(gradient, axis + 1, picked, size);
        }
        node.give(0, gradient);
    }

    private static String wide(Backward node, int input) {
        return node.emit.op("Cast", Emitter.attributes("to", 7), node.inName(input));
    }

    /** Lists the indices a slice picks, clamping its ends as ONNX does. */
    private static long[] sliced(long size, long start, long end, long step) {
        long from = start < 0 ? Math.max(start + size, step < 0 ? -1 : 0) : Math.min(start, step < 0 ? size - 1 : size);
        long to = end < 0 ? Math.max(end + size, -1) : Math.min(end, size);
        long stop = step > 0 ? Math.max(to, 0) : to;
        return step > 0
                ? LongStream.iterate(from, i -> i < stop, i -> i + step).toArray()
                : LongStream.iterate(from, i -> i > stop, i -> i + step).toArray();
    }

    private static void gather(Backward node) {
        long[] shape = node.inShape(0);
        int axis = Backward.axis(node.integer("axis", 0), shape.length);
        long size = shape[axis];
        if (size == ValueTable.FREE || !node.isKnown(1)) {
            gatherAtRun(node, axis);
            return;
        }
        long[] picked = Arrays.stream(node.knownIntegers(1))
                .map(index -> index < 0 ? index + size : index)
                .toArray();
        int rank = node.inShape(1).length;
        String gradient = node.gradient();
        long[] now = node.inShape(0);
        now[axis] = picked.length;
        if (rank == 0) {
            gradient = node.emit.unsqueeze(gradient, axis + 1);
        } else if (rank > 1) {
            long[] dims = Broadcasting.join(0, now);
            if (Arrays.stream(now).filter(d -> d == ValueTable.FREE).count() > 1) {
                throw node.refuse("picks from a value with several sizes that follow the batch");
            }
            gradient = node.emit.reshape(gradient, dims);
        }
        node.give(0, unpick(node, gradient, now, axis, picked, size));
    }

    private static void gatherAtRun(Backward node, int axis) {
        Emitter e = node.emit;
        int rank = node.inShape(1).length;
        String gradient = node.gradient();
        if (rank != 1) {
            String sizes = e.op("Shape", gradient);
            gradient = e.op(
                    "Reshape",
                    gradient,
                    e.concat(
                            0,
                            e.slice(sizes, 0, 0, axis + 1L),
                            e.reshape(e.op("Size", node.inName(1)), 1),
                            e.slice(sizes, 0, axis + 1L + rank, Long.MAX_VALUE)));
        }
        Scattering scattering = new Scattering(node);
        String picked = e.reshape(wide(node, 1), -1);
        node.give(0, scattering.unpick(gradient, axis + 1, picked, scattering.size(node.inName(0), axis)));
    }

    /** What was kept is kept; K is one more axis before the last two. */
    private static void triangle(Backward node) {
        String[] inputs = node.node().input(1).isPresent()
                ? new String[] {node.gradient(), node.inName(1)}
                : new String[] {node.gradient()};
        node.give(0, node.emit.op("Trilu", node.node().attributes(), inputs));
    }

    private static void pad(Backward node) {
        long[] shape = node.inShape(0);
        int rank = shape.length;
        long[] given = node.knownIntegers(1);
        long[] axes = node.optionalIntegers(3)
                .orElseGet(() -> LongStream.range(0, rank).toArray());
        String mode = node.text("mode", "constant");
        long[] crop = new long[2 * (rank + 1)];
        String gradient = node.gradient();
        long[] now = node.outShape(0);
        for (int i = 0; i < axes.length; i++) {
            int axis = Backward.axis(axes[i], rank);
            long before = given[i];
            long after = given[axes.length + i];
            if (before == 0 && after == 0) {
                continue;
            }
            if (mode.equals("constant")) {
                crop[axis + 1] = -before;
                crop[rank + 1 + axis + 1] = -after;
            } else {
                long size = Broadcasting.fixed(shape[axis])[0];
                long[] picked = LongStream.range(-before, size + after)
                        .map(index -> reflected(node, mode, index, size))
                        .toArray();
                gradient = unpick(node, gradient, now, axis, picked, size);
                now[axis] = size;
            }
        }
        node.give(0, node.emit.pad(gradient, crop));
    }

    private static long reflected(Backward node, String mode, long index, long size) {
        return switch (mode) {
            case "edge" -> Math.max(0, Math.min(size - 1, index));
            case "wrap" -> Math.floorMod(index, size);
            case "reflect" -> {
                long period = Math.max(1, 2 * (size - 1));
                long place = Math.floorMod(index, period);
                yield place < size ? place : period - place;
            }
            default -> throw node.refuse("pads in the mode '" + mode + "'");
        };
    }

    /**
     * Puts gradients back where they were picked from: {@code y[i] = x[picked[i]]} along one axis.
     *
     * @param now shape of y
     * @param size size of that axis in x
     */
    private static String unpick(Backward node, String gradient, long[] now, int axis, long[] picked, long size) {
        int rank = now.length;
        long count = picked.length;
        if (count == 0) {
            throw node.refuse("picks nothing");
        }
        boolean run = LongStream.range(0, count).allMatch(i -> picked[(int) i] == picked[0] + i);
        if (run) {
            return place(node.emit, gradient, rank, axis, picked[0], size - picked[0] - count);
        }
        if (Arrays.stream(picked).distinct().count() == count) {
            long[] back = new long[Math.toIntExact(size)];
            Arrays.fill(back, count);
            for (int i = 0; i < count; i++) {
                back[(int) picked[i]] = i;
            }
            String source = count == size ? gradient : place(node.emit, gradient, rank, axis, 0, 1);
            return node.emit.gather(source, node.emit.longs(back), axis + 1);
        }
        String matrix = node.shapes.selection(count, size, (place, cell) -> picked[place] == cell);
        return node.shapes.contract(gradient, now, axis, matrix, size);
    }
}
