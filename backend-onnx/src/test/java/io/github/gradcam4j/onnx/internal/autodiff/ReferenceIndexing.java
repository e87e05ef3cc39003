package io.github.gradcam4j.onnx.internal.autodiff;

import static io.github.gradcam4j.onnx.internal.autodiff.Reference.one;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.IntStream;

/** Defines operators that read and write single places. */
final class ReferenceIndexing {
    private ReferenceIndexing() {}

    static void addTo(Map<String, Reference.Op> ops) {
        ops.put("GatherElements", c -> {
            int axis = c.in(0).axis(c.integer("axis", 0));
            return one(Array.of(
                    c.in(1).shape(), at -> c.in(0).get(moved(at, axis, c.in(1).get(at), c.in(0)))));
        });
        ops.put("ScatterElements", c -> {
            int axis = c.in(0).axis(c.integer("axis", 0));
            Array result = new Array(c.in(0).shape(), c.in(0).data().clone());
            int[] at = new int[c.in(0).rank()];
            do {
                int cell = result.offset(moved(at, axis, c.in(1).get(at), c.in(0)));
                write(c, result, cell, c.in(2).get(at));
            } while (Array.next(at, c.in(1).shape()));
            return one(result);
        });
        ops.put("GatherND", ReferenceIndexing::gatherND);
        ops.put("ScatterND", ReferenceIndexing::scatterND);
        ops.put("TopK", ReferenceIndexing::topK);
        ops.put("Trilu", c -> {
            int k = c.has(1) ? (int) c.in(1).data()[0] : 0;
            boolean upper = c.integer("upper", 1) != 0;
            int rank = c.in(0).rank();
            return one(Array.of(c.in(0).shape(), at -> {
                int over = at[rank - 1] - at[rank - 2];
                return (upper ? over >= k : over <= k) ? c.in(0).get(at) : 0;
            }));
        });
        ops.put("CumSum", c -> {
            int axis = c.in(0).axis((long) c.in(1).data()[0]);
            boolean reverse = c.integer("reverse", 0) != 0;
            boolean exclusive = c.integer("exclusive", 0) != 0;
            return one(Array.of(c.in(0).shape(), at -> {
                double sum = 0;
                for (int i = 0; i < c.in(0).shape()[axis]; i++) {
                    boolean before = reverse ? i > at[axis] : i < at[axis];
                    sum += before || (i == at[axis] && !exclusive) ? c.in(0).get(moved(at, axis, i, c.in(0))) : 0;
                }
                return sum;
            }));
        });
    }

    private static int[] moved(int[] at, int axis, double index, Array x) {
        int[] place = at.clone();
        place[axis] = (int) (index < 0 ? index + x.shape()[axis] : index);
        return place;
    }

    private static void write(Reference.Call c, Array result, int cell, double value) {
        result.data()[cell] = c.text("reduction", "none").equals("add") ? result.data()[cell] + value : value;
    }

    private static int[] place(Array x, Array indices, int[] at, int batch) {
        int depth = indices.shape()[indices.rank() - 1];
        int[] place = new int[batch + depth];
        System.arraycopy(at, 0, place, 0, batch);
        for (int i = 0; i < depth; i++) {
            int[] cell = Arrays.copyOf(at, indices.rank());
            cell[indices.rank() - 1] = i;
            double index = indices.get(cell);
            place[batch + i] = (int) (index < 0 ? index + x.shape()[batch + i] : index);
        }
        return place;
    }

    private static int[] join(int[] a, int[] b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }

    private static Array[] gatherND(Reference.Call c) {
        Array x = c.in(0);
        int batch = (int) c.integer("batch_dims", 0);
        int picks = c.in(1).rank() - 1;
        int depth = c.in(1).shape()[picks];
        int[] rest = Arrays.copyOfRange(x.shape(), batch + depth, x.rank());
        return one(Array.of(
                join(Arrays.copyOf(c.in(1).shape(), picks), rest),
                at -> x.get(join(
                        place(x, c.in(1), Arrays.copyOf(at, picks), batch),
                        Arrays.copyOfRange(at, picks, at.length)))));
    }

    private static Array[] scatterND(Reference.Call c) {
        Array result = new Array(c.in(0).shape(), c.in(0).data().clone());
        int picks = c.in(1).rank() - 1;
        int[] at = new int[c.in(2).rank()];
        do {
            int[] place = place(c.in(0), c.in(1), Arrays.copyOf(at, picks), 0);
            write(
                    c,
                    result,
                    result.offset(join(place, Arrays.copyOfRange(at, picks, at.length))),
                    c.in(2).get(at));
        } while (Array.next(at, c.in(2).shape()));
        return one(result);
    }

    private static Array[] topK(Reference.Call c) {
        Array x = c.in(0);
        int axis = x.axis(c.integer("axis", -1));
        int sign = c.integer("largest", 1) != 0 ? -1 : 1;
        int[] shape = x.shape().clone();
        shape[axis] = (int) c.in(1).data()[0];
        Array places = Array.of(
                shape,
                at -> IntStream.range(0, x.shape()[axis])
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> sign * x.get(moved(at, axis, i, x))))
                        .skip(at[axis])
                        .findFirst()
                        .orElseThrow());
        return new Array[] {Array.of(shape, at -> x.get(moved(at, axis, places.get(at), x))), places};
    }
}
