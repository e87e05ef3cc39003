package io.github.gradcam4j.onnx.internal.autodiff;

import static io.github.gradcam4j.onnx.internal.autodiff.Reference.one;

import java.util.Arrays;
import java.util.Map;

/** Defines operators that move numbers. */
final class ReferenceShapes {
    private ReferenceShapes() {}

    static void addTo(Map<String, Reference.Op> ops) {
        ops.put("Reshape", c -> one(reshape(c.in(0), c.in(1).ints())));
        ops.put("Flatten", c -> {
            int axis = c.in(0).axis(c.integer("axis", 1));
            int rows = Array.size(Arrays.copyOf(c.in(0).shape(), axis));
            return one(c.in(0).reshape(rows, c.in(0).data().length / rows));
        });
        ops.put("Squeeze", ReferenceShapes::squeeze);
        ops.put("Unsqueeze", ReferenceShapes::unsqueeze);
        ops.put("Transpose", ReferenceShapes::transpose);
        ops.put(
                "Expand",
                c -> one(Array.of(
                        ReferenceElementwise.broadcast(c.in(0).shape(), c.in(1).ints()), c.in(0)::broadcast)));
        ops.put("Tile", c -> {
            int[] repeats = c.in(1).ints();
            int[] shape = c.in(0).shape().clone();
            Arrays.setAll(shape, i -> c.in(0).shape()[i] * repeats[i]);
            return one(Array.of(
                    shape, at -> c.in(0).get(each(at, i -> at[i] % c.in(0).shape()[i]))));
        });
        ops.put(
                "Shape",
                c -> one(new Array(
                        new int[] {c.in(0).rank()},
                        Arrays.stream(c.in(0).shape()).asDoubleStream().toArray())));
        ops.put("Concat", ReferenceShapes::concat);
        ops.put("Split", ReferenceShapes::split);
        ops.put("Slice", ReferenceShapes::slice);
        ops.put("Gather", ReferenceShapes::gather);
        ops.put("Pad", ReferenceShapes::pad);
        ops.put("DepthToSpace", ReferenceShapes::depthToSpace);
        ops.put("SpaceToDepth", c -> {
            int b = (int) c.integer("blocksize", 1);
            int[] s = c.in(0).shape();
            return one(Array.of(new int[] {s[0], s[1] * b * b, s[2] / b, s[3] / b}, at -> {
                int block = at[1] / s[1];
                return c.in(0).get(at[0], at[1] % s[1], at[2] * b + block / b, at[3] * b + block % b);
            }));
        });
    }

    private static int[] each(int[] at, java.util.function.IntUnaryOperator function) {
        int[] result = new int[at.length];
        Arrays.setAll(result, function);
        return result;
    }

    private static Array reshape(Array x, int[] dims) {
        int[] shape = dims.clone();
        int known = 1;
        int unknown = -1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = shape[i] == 0 ? x.shape()[i] : shape[i];
            if (shape[i] < 0) {
                unknown = i;
            } else {
                known *= shape[i];
            }
        }
        if (unknown >= 0) {
            shape[unknown] = x.data().length / known;
        }
        return x.reshape(shape);
    }

    private static Array[] squeeze(Reference.Call c) {
        int[] axes = c.has(1) ? c.in(1).ints() : c.ints("axes");
        boolean[] drop = new boolean[c.in(0).rank()];
        for (int axis : axes) {
            drop[c.in(0).axis(axis)] = true;
        }
        int[] shape = java.util.stream.IntStream.range(0, drop.length)
                .filter(i -> axes.length == 0 ? c.in(0).shape()[i] != 1 : !drop[i])
                .map(i -> c.in(0).shape()[i])
                .toArray();
        return one(c.in(0).reshape(shape));
    }

    private static Array[] unsqueeze(Reference.Call c) {
        int[] axes = c.has(1) ? c.in(1).ints() : c.ints("axes");
        int rank = c.in(0).rank() + axes.length;
        int[] shape = new int[rank];
        for (int axis : axes) {
            shape[axis < 0 ? axis + rank : axis] = 1;
        }
        int from = 0;
        for (int i = 0; i < rank; i++) {
            shape[i] = shape[i] == 1 ? 1 : c.in(0).shape()[from++];
        }
        return one(c.in(0).reshape(shape));
    }

    private static Array[] transpose(Reference.Call c) {
        int rank = c.in(0).rank();
        int[] reversed = new int[rank];
        Arrays.setAll(reversed, i -> rank - 1 - i);
        int[] perm = c.ints("perm", reversed);
        return one(Array.of(each(perm, i -> c.in(0).shape()[perm[i]]), at -> {
            int[] source = new int[rank];
            for (int i = 0; i < rank; i++) {
                source[perm[i]] = at[i];
            }
            return c.in(0).get(source);
        }));
    }

    private static Array[] concat(Reference.Call c) {
        int axis = c.in(0).axis(c.integer("axis", 0));
        int[] shape = c.in(0).shape().clone();
        shape[axis] = c.inputs().stream().mapToInt(x -> x.shape()[axis]).sum();
        return one(Array.of(shape, at -> {
            int[] inside = at.clone();
            int part = 0;
            while (inside[axis] >= c.in(part).shape()[axis]) {
                inside[axis] -= c.in(part++).shape()[axis];
            }
            return c.in(part).get(inside);
        }));
    }

    private static Array[] split(Reference.Call c) {
        int axis = c.in(0).axis(c.integer("axis", 0));
        int count = c.node().outputs().size();
        int total = c.in(0).shape()[axis];
        int[] sizes = c.has(1) ? c.in(1).ints() : c.ints("split");
        if (sizes.length == 0) {
            sizes = new int[count];
            int chunk = (int) Math.ceil(total / (double) count);
            Arrays.fill(sizes, chunk);
            sizes[count - 1] = total - chunk * (count - 1);
        }
        Array[] parts = new Array[count];
        int start = 0;
        for (int i = 0; i < count; i++) {
            int[] shape = c.in(0).shape().clone();
            shape[axis] = sizes[i];
            int from = start;
            parts[i] = Array.of(shape, at -> {
                int[] source = at.clone();
                source[axis] += from;
                return c.in(0).get(source);
            });
            start += sizes[i];
        }
        return parts;
    }

    private static Array[] slice(Reference.Call c) {
        int rank = c.in(0).rank();
        int[] first = new int[rank];
        int[] step = new int[rank];
        Arrays.fill(step, 1);
        int[] shape = c.in(0).shape().clone();
        for (int i = 0; i < c.in(1).data().length; i++) {
            int axis = c.has(3) ? c.in(0).axis((long) c.in(3).data()[i]) : i;
            double size = shape[axis];
            double start = c.in(1).data()[i];
            double end = c.in(2).data()[i];
            double by = c.has(4) ? c.in(4).data()[i] : 1;
            start = start < 0 ? start + size : start;
            end = end < 0 ? end + size : end;
            start = by > 0 ? Math.min(Math.max(start, 0), size) : Math.min(Math.max(start, 0), size - 1);
            end = by > 0 ? Math.min(Math.max(end, 0), size) : Math.min(Math.max(end, -1), size);
            first[axis] = (int) start;
            step[axis] = (int) by;
            shape[axis] = (int) Math.max(0, Math.ceil((end - start) / by));
        }
        return one(Array.of(shape, at -> c.in(0).get(each(at, i -> first[i] + at[i] * step[i]))));
    }

    private static Array[] gather(Reference.Call c) {
        int axis = c.in(0).axis(c.integer("axis", 0));
        int[] x = c.in(0).shape();
        int[] index = c.in(1).shape();
        int[] shape = new int[x.length - 1 + index.length];
        Arrays.setAll(
                shape, i -> i < axis ? x[i] : i < axis + index.length ? index[i - axis] : x[i - index.length + 1]);
        return one(Array.of(shape, at -> {
            int[] source = new int[x.length];
            int picked = (int) c.in(1).get(Arrays.copyOfRange(at, axis, axis + index.length));
            Arrays.setAll(
                    source,
                    i -> i < axis
                            ? at[i]
                            : i == axis ? (picked < 0 ? picked + x[axis] : picked) : at[i - 1 + index.length]);
            return c.in(0).get(source);
        }));
    }

    private static Array[] pad(Reference.Call c) {
        int[] x = c.in(0).shape();
        int[] given = c.in(1).ints();
        int[] axes = c.has(3)
                ? Arrays.stream(c.in(3).ints()).map(a -> c.in(0).axis(a)).toArray()
                : each(x, i -> i);
        int[] before = new int[x.length];
        int[] shape = x.clone();
        for (int i = 0; i < axes.length; i++) {
            before[axes[i]] = given[i];
            shape[axes[i]] += given[i] + given[axes.length + i];
        }
        String mode = c.text("mode", "constant");
        double fill = c.has(2) ? c.in(2).data()[0] : 0;
        return one(Array.of(shape, at -> {
            int[] source = each(at, i -> at[i] - before[i]);
            for (int i = 0; i < x.length; i++) {
                if (mode.equals("constant") && (source[i] < 0 || source[i] >= x[i])) {
                    return fill;
                }
                while (source[i] < 0 || source[i] >= x[i]) {
                    source[i] = switch (mode) {
                        case "edge" -> source[i] < 0 ? 0 : x[i] - 1;
                        case "wrap" -> source[i] < 0 ? source[i] + x[i] : source[i] - x[i];
                        default -> source[i] < 0 ? -source[i] : 2 * (x[i] - 1) - source[i];
                    };
                }
            }
            return c.in(0).get(source);
        }));
    }

    private static Array[] depthToSpace(Reference.Call c) {
        int b = (int) c.integer("blocksize", 1);
        int[] s = c.in(0).shape();
        int channels = s[1] / (b * b);
        boolean crd = c.text("mode", "DCR").equals("CRD");
        return one(Array.of(new int[] {s[0], channels, s[2] * b, s[3] * b}, at -> {
            int block = at[2] % b * b + at[3] % b;
            int channel = crd ? at[1] * b * b + block : block * channels + at[1];
            return c.in(0).get(at[0], channel, at[2] / b, at[3] / b);
        }));
    }
}
