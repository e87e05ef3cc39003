package io.github.gradcam4j.onnx.internal.autodiff;

import static io.github.gradcam4j.onnx.internal.autodiff.Reference.one;

import java.util.Arrays;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Defines reductions, normalisations and matrix products. */
final class ReferenceReductions {
    private ReferenceReductions() {}

    static void addTo(Map<String, Reference.Op> ops) {
        reduce(ops, "ReduceSum", v -> Arrays.stream(v).sum());
        reduce(ops, "ReduceMean", v -> Arrays.stream(v).average().orElseThrow());
        reduce(ops, "ReduceMax", v -> Arrays.stream(v).max().orElseThrow());
        reduce(ops, "ReduceMin", v -> Arrays.stream(v).min().orElseThrow());
        reduce(ops, "ReduceL1", v -> Arrays.stream(v).map(Math::abs).sum());
        reduce(ops, "ReduceL2", v -> Math.sqrt(Arrays.stream(v).map(x -> x * x).sum()));
        reduce(ops, "ReduceSumSquare", v -> Arrays.stream(v).map(x -> x * x).sum());
        reduce(ops, "ReduceLogSum", v -> Math.log(Arrays.stream(v).sum()));
        reduce(
                ops,
                "ReduceLogSumExp",
                v -> Math.log(Arrays.stream(v).map(Math::exp).sum()));
        reduce(ops, "ReduceProd", v -> Arrays.stream(v).reduce(1, (a, b) -> a * b));
        ops.put("Softmax", c -> one(softmax(c)));
        ops.put("LogSoftmax", c -> one(softmax(c).map(Math::log)));
        ops.put(
                "BatchNormalization",
                c -> one(Array.of(c.in(0).shape(), at -> {
                    double centred = c.in(0).get(at) - c.in(3).data()[at[1]];
                    double deviation = Math.sqrt(c.in(4).data()[at[1]] + c.real("epsilon", 1e-5f));
                    return centred / deviation * c.in(1).data()[at[1]] + c.in(2).data()[at[1]];
                })));
        ops.put("InstanceNormalization", c -> {
            Array unit = normalize(c, IntStream.range(2, c.in(0).rank()).toArray());
            return one(Array.of(
                    unit.shape(),
                    at -> unit.get(at) * c.in(1).data()[at[1]] + c.in(2).data()[at[1]]));
        });
        ops.put("GroupNormalization", c -> {
            int[] shape = c.in(0).shape();
            int groups = Math.toIntExact(c.integer("num_groups", 1));
            Array grouped = c.in(0).reshape(shape[0], groups, c.in(0).data().length / shape[0] / groups);
            Array unit = normalize(c, grouped, new int[] {2}).reshape(shape);
            int share = c.opset() < 21 ? shape[1] / groups : 1;
            return one(Array.of(
                    shape,
                    at -> unit.get(at) * c.in(1).data()[at[1] / share] + c.in(2).data()[at[1] / share]));
        });
        ops.put("MeanVarianceNormalization", c -> one(normalize(c, c.ints("axes", 0, 2, 3))));
        ops.put("LayerNormalization", c -> {
            int axis = c.in(0).axis(c.integer("axis", -1));
            Array unit = normalize(c, IntStream.range(axis, c.in(0).rank()).toArray());
            return one(Array.of(
                    unit.shape(),
                    at -> unit.get(at) * c.in(1).broadcast(at)
                            + (c.has(2) ? c.in(2).broadcast(at) : 0)));
        });
        ops.put("MatMul", c -> one(matMul(c.in(0), c.in(1))));
        ops.put("Gemm", ReferenceReductions::gemm);
    }

    private static void reduce(Map<String, Reference.Op> ops, String type, ToDoubleFunction<double[]> function) {
        ops.put(type, c -> one(reduce(c, function)));
    }

    /** Applies a reduction of a list of numbers along the axes that a call names. */
    static Array reduce(Reference.Call c, ToDoubleFunction<double[]> function) {
        int[] axes = Arrays.stream(c.has(1) ? c.in(1).ints() : c.ints("axes"))
                .map(a -> c.in(0).axis(a))
                .toArray();
        if (axes.length == 0) {
            if (c.integer("noop_with_empty_axes", 0) != 0) {
                return c.in(0);
            }
            axes = IntStream.range(0, c.in(0).rank()).toArray();
        }
        Array kept = reduce(c.in(0), axes, function);
        int[] reduced = axes;
        return c.integer("keepdims", 1) != 0
                ? kept
                : kept.reshape(IntStream.range(0, kept.rank())
                        .filter(i -> Arrays.stream(reduced).noneMatch(a -> a == i))
                        .map(i -> kept.shape()[i])
                        .toArray());
    }

    static Array reduce(Array x, int[] axes, ToDoubleFunction<double[]> function) {
        int[] shape = x.shape().clone();
        int[] inner = new int[x.rank()];
        Arrays.fill(inner, 1);
        for (int axis : axes) {
            inner[axis] = shape[axis];
            shape[axis] = 1;
        }
        return Array.of(shape, at -> {
            double[] values = new double[Array.size(inner)];
            int[] offset = new int[x.rank()];
            for (int i = 0; i < values.length; i++) {
                int[] cell = at.clone();
                Arrays.setAll(cell, a -> at[a] + offset[a]);
                values[i] = x.get(cell);
                Array.next(offset, inner);
            }
            return function.applyAsDouble(values);
        });
    }

    private static Array normalize(Reference.Call c, int[] axes) {
        return normalize(c, c.in(0), axes);
    }

    private static Array normalize(Reference.Call c, Array x, int[] axes) {
        Array mean = reduce(x, axes, v -> Arrays.stream(v).average().orElseThrow());
        Array centred = Array.of(x.shape(), at -> x.get(at) - mean.broadcast(at));
        Array variance = reduce(
                centred, axes, v -> Arrays.stream(v).map(d -> d * d).average().orElseThrow());
        return Array.of(
                x.shape(), at -> centred.get(at) / Math.sqrt(variance.broadcast(at) + c.real("epsilon", 1e-5f)));
    }

    private static Array softmax(Reference.Call c) {
        Array x = c.in(0);
        boolean flattens = c.opset() < 13;
        int axis = x.axis(c.integer("axis", flattens ? 1 : -1));
        int[] axes = flattens ? IntStream.range(axis, x.rank()).toArray() : new int[] {axis};
        Array total = reduce(x, axes, v -> Arrays.stream(v).map(Math::exp).sum());
        return Array.of(x.shape(), at -> Math.exp(x.get(at)) / total.broadcast(at));
    }

    private static Array matMul(Array a, Array b) {
        Array left = a.rank() == 1 ? a.reshape(1, a.shape()[0]) : a;
        Array right = b.rank() == 1 ? b.reshape(b.shape()[0], 1) : b;
        int[] batch = ReferenceElementwise.broadcast(
                Arrays.copyOf(left.shape(), left.rank() - 2), Arrays.copyOf(right.shape(), right.rank() - 2));
        int inner = left.shape()[left.rank() - 1];
        int[] shape = Arrays.copyOf(batch, batch.length + 2);
        shape[batch.length] = left.shape()[left.rank() - 2];
        shape[batch.length + 1] = right.shape()[right.rank() - 1];
        Array product = Array.of(shape, at -> {
            int[] l = at.clone();
            int[] r = at.clone();
            double sum = 0;
            for (int i = 0; i < inner; i++) {
                l[at.length - 1] = i;
                r[at.length - 2] = i;
                sum += left.broadcast(l) * right.broadcast(r);
            }
            return sum;
        });
        int[] result = IntStream.range(0, shape.length)
                .filter(i -> !(a.rank() == 1 && i == shape.length - 2) && !(b.rank() == 1 && i == shape.length - 1))
                .map(i -> shape[i])
                .toArray();
        return product.reshape(result);
    }

    private static Array[] gemm(Reference.Call c) {
        boolean turnA = c.integer("transA", 0) != 0;
        boolean turnB = c.integer("transB", 0) != 0;
        int[] a = c.in(0).shape();
        int[] b = c.in(1).shape();
        int inner = a[turnA ? 0 : 1];
        return one(Array.of(new int[] {a[turnA ? 1 : 0], b[turnB ? 0 : 1]}, at -> {
            double sum = 0;
            for (int i = 0; i < inner; i++) {
                sum += (turnA ? c.in(0).get(i, at[0]) : c.in(0).get(at[0], i))
                        * (turnB ? c.in(1).get(at[1], i) : c.in(1).get(i, at[1]));
            }
            return c.real("alpha", 1) * sum
                    + (c.has(2) ? c.real("beta", 1) * c.in(2).broadcast(at) : 0);
        }));
    }
}
