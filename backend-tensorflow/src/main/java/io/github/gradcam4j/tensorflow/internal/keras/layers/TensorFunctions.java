package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Indexing.Range;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Size;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;

/** Functions that move, join and sum up elements. */
final class TensorFunctions {
    private static final Map<String, String> REDUCTIONS = Map.of(
            "mean", "Mean", "sum", "Sum", "max", "Max", "amax", "Max", "min", "Min", "amin", "Min", "prod", "Prod",
            "any", "Any", "all", "All");

    private TensorFunctions() {}

    static void addTo(Map<String, FunctionRule> rules) {
        REDUCTIONS.forEach((name, operator) -> rules.put(name, a -> {
            boolean isLogical = name.equals("any") || name.equals("all");
            Signal x = isLogical ? a.tensor() : numbers(a, name.equals("mean"));
            return List.of(a.graph().reduce(operator, x, a.flag(2, "keepdims", "keep_dims"), a.wholes(1, "axis")));
        }));
        rules.put("var", a -> List.of(variance(a)));
        rules.put("std", a -> List.of(a.graph().unary("Sqrt", variance(a))));
        rules.put("logsumexp", TensorFunctions::logSumExp);
        rules.put("reshape", TensorFunctions::reshape);
        rules.put("transpose", TensorFunctions::transpose);
        rules.put("swapaxes", TensorFunctions::swap);
        rules.put("expand_dims", a -> {
            Signal x = a.tensor();
            for (int axis : a.wholes(1, "axis")) {
                x = a.graph().expand(x, axis);
            }
            return List.of(x);
        });
        rules.put("squeeze", TensorFunctions::squeeze);
        rules.put("concatenate", a -> List.of(a.graph().concatenate(a.tensors(), (int) a.number(1, 0, "axis"))));
        rules.put("stack", a -> {
            List<Signal> parts = a.tensors();
            return List.of(a.graph().stack(parts, (int) a.number(1, 0, "axis", "x")));
        });
        rules.put("unstack", a -> {
            Signal x = a.tensor();
            int axis = x.axis((long) a.number(2, 0, "axis"));
            a.get(1, "num");
            return IntStream.range(0, (int) x.known(axis))
                    .mapToObj(i -> a.graph().element(x, axis, i))
                    .toList();
        });
        rules.put("split", TensorFunctions::split);
        rules.put("tile", a -> List.of(a.graph().tile(a.tensor(), a.sizes(1, "repeats", "multiples"))));
        rules.put(
                "repeat",
                a -> List.of(
                        a.graph().repeat(a.tensor(), a.wholes(2, "axis").get(0), (long) a.number(1, 1, "repeats"))));
        rules.put(
                "flip",
                a -> List.of(a.graph()
                        .reverse(
                                a.tensor(),
                                a.wholes(1, "axis").stream()
                                        .mapToInt(Integer::intValue)
                                        .toArray())));
        rules.put("pad", TensorFunctions::pad);
        rules.put("broadcast_to", a -> List.of(a.graph().stretch(a.tensor(), a.sizes(1, "shape"))));
        rules.put("get_item", a -> List.of(item(a, a.get(1, "key", "slice_spec"))));
        rules.put("matmul", TensorFunctions::product);
        rules.put("einsum", TensorFunctions::einsum);
        rules.put("shape", a -> {
            DataType type = a.type(1, DataType.DT_INT32, "out_type");
            Signal shape = a.graph().emit("Shape", Shape.of(a.tensor().rank()), a.tensor());
            return List.of(a.graph().cast(shape, type));
        });
        rules.put("take", a -> {
            if (!(a.get(1, "indices") instanceof Signal indices)) {
                throw new Unsupported("its indices are no tensor");
            }
            return List.of(a.graph().gather(a.tensor(), indices, (int) a.number(2, 0, "axis")));
        });
        rules.put("normalize", a -> {
            Signal x = a.tensor();
            double epsilon = a.number(3, 1e-12, "epsilon");
            if (a.number(2, 2, "order") != 2) {
                throw new Unsupported("its norm is not the Euclidean one");
            }
            List<Integer> axes = a.wholes(1, "axis").isEmpty() ? List.of(-1) : a.wholes(1, "axis");
            return List.of(Normalizing.unit(a.graph(), x, axes, a.isKeras2(), a.isKeras2() ? epsilon : 1e-7));
        });
        rules.put("resize", TensorFunctions::resize);
    }

    /** Keras 3 would turn truth values into numbers first, and whole ones into broken ones for a mean. */
    private static Signal numbers(FunctionArguments a, boolean broken) {
        Signal x = a.tensor();
        if (x.type() == DataType.DT_BOOL || (broken && !Node.isFloating(x.type()))) {
            throw new Unsupported("it is called with " + x.type());
        }
        return x;
    }

    private static Signal variance(FunctionArguments a) {
        LayerGraph g = a.graph();
        Signal x = numbers(a, true);
        List<Integer> axes = a.wholes(1, "axis").isEmpty()
                ? IntStream.range(0, x.rank()).boxed().toList()
                : a.wholes(1, "axis");
        Signal mean = g.mean(x, true, axes);
        return g.mean(g.binary("SquaredDifference", x, mean), a.flag(2, "keepdims"), axes);
    }

    private static List<Signal> logSumExp(FunctionArguments a) {
        LayerGraph g = a.graph();
        Signal x = a.tensor();
        List<Integer> axes = a.wholes(1, "axis");
        boolean keep = a.flag(2, "keepdims");
        Signal top = g.unary("StopGradient", g.reduce("Max", x, true, axes));
        Signal sum = g.unary("Log", g.sum(g.unary("Exp", g.subtract(x, top)), keep, axes));
        Signal level = keep ? top : g.reduce("Max", top, false, axes);
        return List.of(g.add(sum, level));
    }

    private static List<Signal> reshape(FunctionArguments a) {
        LayerGraph g = a.graph();
        Signal x = a.tensor();
        List<Size> sizes = new ArrayList<>(a.sizes(1, "newshape", "shape"));
        long elements = io.github.gradcam4j.tensorflow.internal.keras.emit.Shapes.product(
                x.shape().dims());
        long known =
                sizes.stream().mapToLong(Size::known).filter(size -> size > 0).reduce(1, (p, q) -> p * q);
        if (elements > 0 && known > 0) {
            sizes.replaceAll(size -> size.known() < 0 && size.isKnown() ? Size.of(elements / known) : size);
        }
        return List.of(g.reshape(x, sizes));
    }

    private static List<Signal> transpose(FunctionArguments a) {
        Signal x = a.tensor();
        List<Integer> order = a.wholes(1, "axes", "perm");
        int[] axes = order.isEmpty()
                ? IntStream.range(0, x.rank()).map(axis -> x.rank() - 1 - axis).toArray()
                : order.stream().mapToInt(x::axis).toArray();
        return List.of(a.graph().transpose(x, axes));
    }

    private static List<Signal> swap(FunctionArguments a) {
        Signal x = a.tensor();
        int one = x.axis((long) a.number(1, 0, "axis1"));
        int other = x.axis((long) a.number(2, 0, "axis2"));
        int[] axes = IntStream.range(0, x.rank()).toArray();
        axes[one] = other;
        axes[other] = one;
        return List.of(a.graph().transpose(x, axes));
    }

    private static List<Signal> squeeze(FunctionArguments a) {
        Signal x = a.tensor();
        List<Integer> axes = new ArrayList<>(a.wholes(1, "axis"));
        if (axes.isEmpty()) {
            IntStream.range(0, x.rank()).filter(axis -> x.dim(axis) == 1).forEach(axes::add);
        }
        Signal y = x;
        for (int axis : axes.stream()
                .map(x::axis)
                .sorted(java.util.Comparator.reverseOrder())
                .toList()) {
            y = a.graph().squeeze(y, axis);
        }
        return List.of(y);
    }

    private static List<Signal> split(FunctionArguments a) {
        LayerGraph g = a.graph();
        Signal x = a.tensor();
        Object pieces = a.get(1, "indices_or_sections", "num_or_size_splits");
        int axis = x.axis((long) a.number(2, 0, "axis"));
        a.get(3, "num");
        if (pieces instanceof Number number) {
            return g.split(x, number.intValue(), axis);
        }
        List<Integer> numbers = a.wholes(1, "indices_or_sections", "num_or_size_splits");
        List<Signal> parts = new ArrayList<>();
        long from = 0;
        for (int number : numbers) {
            // TensorFlow names lengths, NumPy names where to cut
            long to = a.isKeras2() ? from + number : number;
            parts.add(g.slice(x, axis, from, to));
            from = to;
        }
        if (!a.isKeras2()) {
            parts.add(g.slice(x, axis, from, null));
        }
        return parts;
    }

    private static List<Signal> pad(FunctionArguments a) {
        Signal x = a.tensor();
        if (!(a.get(1, "pad_width", "paddings") instanceof List<?> list)
                || !String.valueOf(a.get(2, "mode"))
                        .toLowerCase(java.util.Locale.ROOT)
                        .matches("null|constant")) {
            throw new Unsupported("it does not pad with a constant by constant widths");
        }
        long[][] pads = new long[x.rank()][2];
        for (int axis = 0; axis < pads.length; axis++) {
            Object ends = list.size() == pads.length ? list.get(axis) : null;
            if (!(ends instanceof List<?> two)
                    || two.size() != 2
                    || !(two.get(0) instanceof Number before)
                    || !(two.get(1) instanceof Number after)) {
                throw new Unsupported("its widths are " + Options.shown(list) + ", not two for each axis");
            }
            pads[axis] = new long[] {before.longValue(), after.longValue()};
        }
        return List.of(a.graph().pad(x, pads, a.number(3, 0, "constant_values")));
    }

    /** Reads what stands in square brackets, as either Keras writes it. */
    private static Signal item(FunctionArguments a, @Nullable Object key) {
        List<Range> ranges = new ArrayList<>();
        for (Object part : key instanceof List<?> list ? list : java.util.Collections.singletonList(key)) {
            ranges.add(Subscripts.range(part));
        }
        return a.graph().slice(a.tensor(), ranges);
    }

    private static List<Signal> product(FunctionArguments a) {
        List<Signal> pair = a.pair();
        boolean turnA = a.flag(-1, "transpose_a");
        boolean turnB = a.flag(-1, "transpose_b");
        if (pair.stream().anyMatch(x -> x.rank() < 2)) {
            throw new Unsupported("it multiplies vectors");
        }
        return List.of(a.graph().product(pair.get(0), pair.get(1), turnA, turnB));
    }

    private static List<Signal> einsum(FunctionArguments a) {
        Object named = a.get(-1, "subscripts", "equation");
        Object equation = named == null ? a.get(0) : named;
        List<Signal> operands = new ArrayList<>();
        for (int i = named == null ? 1 : 0; a.get(i) instanceof Signal operand; i++) {
            operands.add(operand);
        }
        if (!(equation instanceof String text) || operands.size() != 2) {
            throw new Unsupported("it is not a sum over products of two tensors");
        }
        return List.of(a.graph().einsum(text.replace(" ", ""), operands.get(0), operands.get(1)));
    }

    private static List<Signal> resize(FunctionArguments a) {
        LayerGraph g = a.graph();
        Signal x = a.tensor();
        List<Size> size = a.sizes(1, "size");
        Object method = a.get(2, "interpolation", "method");
        Object format = a.get(-1, "data_format");
        boolean isOther = a.flag(-1, "antialias")
                || a.flag(-1, "crop_to_aspect_ratio")
                || a.flag(-1, "pad_to_aspect_ratio")
                || a.flag(-1, "preserve_aspect_ratio");
        if (isOther || x.rank() != 4 || size.size() != 2 || "channels_first".equals(format)) {
            throw new Unsupported("it resizes in a way that is not known here");
        }
        a.get(-1, "fill_mode", "fill_value");
        Signal y = g.resize(x, size.get(0), size.get(1), method == null ? "bilinear" : method.toString());
        boolean keepsType = !a.isKeras2() || "nearest".equals(method);
        return List.of(g.cast(y, keepsType ? x.type() : DataType.DT_FLOAT));
    }
}
