package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Composes operators at random, of tensors whose shapes are known. */
final class RandomGraph {
    private static final DataType TYPE = DataType.DT_DOUBLE;
    private static final int MOST = 150;
    private static final List<String> SMOOTH = List.of(
            "Tanh",
            "Sigmoid",
            "Sin",
            "Cos",
            "Softplus",
            "Erf",
            "Atan",
            "Elu",
            "Selu",
            "Softsign",
            "Relu",
            "LeakyRelu",
            "Abs",
            "Asinh",
            "Neg",
            "Identity",
            "Softmax",
            "LogSoftmax",
            "Erfc");
    private static final List<String> REDUCTIONS = List.of("Sum", "Mean", "Max", "Min", "EuclideanNorm");

    private final Emitter emit;
    private final Random random;
    private final Map<Node, Numbers> points = new LinkedHashMap<>();
    private final List<Known> pool = new ArrayList<>();

    /** A value and its shape. */
    private record Known(Value value, List<Integer> shape) {
        int rank() {
            return shape.size();
        }

        int size() {
            return shape.stream().reduce(1, (a, b) -> a * b);
        }
    }

    RandomGraph(long seed, Emitter emit) {
        this.emit = emit;
        this.random = new Random(seed);
        for (int i = 0; i < 2; i++) {
            List<Integer> shape = new ArrayList<>();
            int rank = random.nextInt(5);
            for (int axis = 0; axis < rank; axis++) {
                shape.add(1 + random.nextInt(3));
            }
            Node placeholder = Differences.placeholder(TYPE, emit);
            Shape sizes = Shape.of(shape.stream().mapToLong(Integer::longValue).toArray());
            points.put(placeholder, Numbers.normal(random, sizes));
            add(placeholder.output(), shape);
        }
        int count = 5 + random.nextInt(11);
        List<Supplier<Boolean>> makers = List.of(
                this::unary,
                this::unary,
                this::binary,
                this::binary,
                this::reduce,
                this::transpose,
                this::reshape,
                this::join,
                this::part,
                this::slice,
                this::pad,
                this::gather,
                this::product,
                this::convolve,
                this::pool,
                this::choose,
                this::accumulate,
                this::repeat,
                this::top,
                this::loop,
                this::branch);
        while (count > 0) {
            if (makers.get(random.nextInt(makers.size())).get()) {
                count--;
            }
        }
    }

    Map<Node, Numbers> points() {
        return points;
    }

    /** Returns the last values, of which there may be more than one. */
    List<Value> outputs() {
        return pool.subList(pool.size() - 1 - random.nextInt(2), pool.size()).stream()
                .map(Known::value)
                .toList();
    }

    private boolean add(Value value, List<Integer> shape) {
        Known known = new Known(value, List.copyOf(shape));
        if (known.size() <= MOST) {
            pool.add(known);
        }
        return known.size() <= MOST;
    }

    private Known any() {
        // Mostly what is new, or graphs would be flat.
        int back = Math.min(pool.size(), 1 + (int) Math.abs(random.nextGaussian() * 2));
        return pool.get(pool.size() - back);
    }

    private boolean unary() {
        Known x = any();
        String operator = SMOOTH.get(random.nextInt(SMOOTH.size()));
        return !(operator.endsWith("oftmax") && x.rank() == 0) && add(emit.of(operator, x.value()), x.shape());
    }

    private boolean binary() {
        Known a = any();
        Known b = any();
        int rank = Math.max(a.rank(), b.rank());
        List<Integer> shape = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            int left = axis - rank + a.rank() < 0 ? 1 : a.shape().get(axis - rank + a.rank());
            int right = axis - rank + b.rank() < 0 ? 1 : b.shape().get(axis - rank + b.rank());
            if (left != right && left != 1 && right != 1) {
                return false;
            }
            shape.add(Math.max(left, right));
        }
        Value second = b.value();
        return switch (random.nextInt(7)) {
            case 0 -> add(emit.add(a.value(), second), shape);
            case 1 -> add(emit.subtract(a.value(), second), shape);
            case 2 -> add(emit.of("Maximum", a.value(), second), shape);
            case 3 -> add(emit.of("Minimum", a.value(), second), shape);
            case 4 -> add(emit.divide(a.value(), emit.add(emit.of("Square", second), emit.real(1, TYPE))), shape);
            case 5 -> add(emit.of("Atan2", a.value(), emit.add(emit.of("Exp", second), emit.real(1, TYPE))), shape);
            default -> add(emit.of("Tanh", emit.multiply(a.value(), second)), shape);
        };
    }

    private boolean reduce() {
        Known x = any();
        List<Integer> axes = new ArrayList<>();
        List<Integer> shape = new ArrayList<>();
        boolean keep = random.nextBoolean();
        for (int axis = 0; axis < x.rank(); axis++) {
            if (random.nextBoolean()) {
                axes.add(random.nextBoolean() ? axis : axis - x.rank());
            }
            if (keep || !(axes.contains(axis) || axes.contains(axis - x.rank()))) {
                shape.add(
                        axes.contains(axis) || axes.contains(axis - x.rank())
                                ? 1
                                : x.shape().get(axis));
            }
        }
        String operator = REDUCTIONS.get(random.nextInt(REDUCTIONS.size()));
        Map<String, AttrValue> attributes = Map.of("keep_dims", Attributes.of(keep));
        return add(emit.value(operator, List.of(x.value(), emit.whole(axes)), attributes), shape);
    }

    private boolean transpose() {
        Known x = any();
        List<Integer> order = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            order.add(axis);
        }
        java.util.Collections.shuffle(order, random);
        return add(
                emit.of("Transpose", x.value(), emit.whole(order)),
                order.stream().map(x.shape()::get).toList());
    }

    private boolean reshape() {
        Known x = any();
        int size = x.size();
        List<Integer> shape = new ArrayList<>();
        for (int factor : List.of(2, 3)) {
            if (size % factor == 0 && random.nextBoolean()) {
                shape.add(factor);
                size /= factor;
            }
        }
        shape.add(random.nextInt(shape.size() + 1), size);
        return shape.size() < 5 && add(emit.reshape(x.value(), emit.whole(shape)), shape);
    }

    private boolean join() {
        Known x = any();
        int axis = random.nextInt(x.rank() + 1);
        List<Integer> shape = new ArrayList<>(x.shape());
        if (x.rank() < 4 && random.nextBoolean()) {
            shape.add(axis, 2);
            return add(emit.pack(List.of(x.value(), emit.of("Sin", x.value())), axis), shape);
        }
        if (axis == x.rank()) {
            return false;
        }
        shape.set(axis, 2 * shape.get(axis));
        return add(emit.of("ConcatV2", x.value(), emit.of("Cos", x.value()), emit.whole(axis)), shape);
    }

    private boolean part() {
        Known x = any();
        if (x.rank() == 0) {
            return false;
        }
        int axis = random.nextInt(x.rank());
        int size = x.shape().get(axis);
        List<Integer> shape = new ArrayList<>(x.shape());
        if (size % 2 == 0) {
            shape.set(axis, size / 2);
            Map<String, AttrValue> two = Map.of("num_split", Attributes.of(2L));
            Node parts = emit.node("Split", List.of(emit.whole(axis), x.value()), two, Map.of());
            return add(parts.output(0), shape) && (random.nextBoolean() || add(parts.output(1), shape));
        }
        shape.remove(axis);
        Map<String, AttrValue> each = Map.of("num", Attributes.of((long) size), "axis", Attributes.of((long) axis));
        Node parts = emit.node("Unpack", List.of(x.value()), each, Map.of());
        return add(parts.output(random.nextInt(size)), shape);
    }

    private boolean slice() {
        Known x = any();
        List<Integer> begin = new ArrayList<>();
        List<Integer> shape = new ArrayList<>();
        for (int size : x.shape()) {
            int from = random.nextInt(size);
            begin.add(from);
            shape.add(1 + random.nextInt(size - from));
        }
        return add(emit.of("Slice", x.value(), emit.whole(begin), emit.whole(shape)), shape);
    }

    private boolean pad() {
        Known x = any();
        if (x.rank() == 0) {
            return false;
        }
        List<Integer> paddings = new ArrayList<>();
        List<Integer> shape = new ArrayList<>();
        for (int size : x.shape()) {
            int before = random.nextInt(2);
            int after = random.nextInt(2);
            paddings.addAll(List.of(before, after));
            shape.add(size + before + after);
        }
        Value pairs = emit.reshape(emit.whole(paddings), emit.whole(List.of(-1, 2)));
        Map<String, AttrValue> mirrored = Map.of("mode", Attributes.of("SYMMETRIC"));
        return random.nextBoolean()
                ? add(emit.of("Pad", x.value(), pairs), shape)
                : add(emit.value("MirrorPad", List.of(x.value(), pairs), mirrored), shape);
    }

    private boolean gather() {
        Known x = any();
        if (x.rank() == 0) {
            return false;
        }
        int axis = random.nextInt(x.rank());
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            chosen.add(random.nextInt(x.shape().get(axis)));
        }
        List<Integer> shape = new ArrayList<>(x.shape());
        shape.set(axis, 2);
        return add(emit.of("GatherV2", x.value(), emit.whole(chosen), emit.whole(axis)), shape);
    }

    private boolean product() {
        Known x = any();
        if (x.rank() < 2) {
            return false;
        }
        int rows = x.shape().get(x.rank() - 2);
        int columns = x.shape().get(x.rank() - 1);
        boolean turned = random.nextBoolean();
        List<Integer> shape = new ArrayList<>(x.shape());
        shape.set(x.rank() - 2, turned ? columns : rows);
        shape.set(x.rank() - 1, turned ? columns : rows);
        Map<String, AttrValue> turns = Map.of("adj_x", Attributes.of(turned), "adj_y", Attributes.of(!turned));
        Value product = emit.value("BatchMatMulV2", List.of(x.value(), emit.of("Sin", x.value())), turns);
        return add(emit.of("Tanh", product), shape);
    }

    private boolean convolve() {
        Known x = any();
        if (x.rank() != 4) {
            return false;
        }
        List<Integer> shape = new ArrayList<>(x.shape());
        long stride = 1 + random.nextInt(2);
        shape.set(1, (int) ((shape.get(1) + stride - 1) / stride));
        shape.set(2, (int) ((shape.get(2) + stride - 1) / stride));
        int channels = shape.get(3);
        shape.set(3, 2);
        Value ones = emit.of("Fill", emit.whole(List.of(2, 3, channels, 2)), emit.real(0.3, TYPE));
        Value filter = emit.value("Cumsum", List.of(ones, emit.whole(1)), Map.of());
        Map<String, AttrValue> attributes = Map.of(
                "strides", Attributes.numbers(List.of(1L, stride, stride, 1L)), "padding", Attributes.of("SAME"));
        return add(emit.of("Tanh", emit.value("Conv2D", List.of(x.value(), filter), attributes)), shape);
    }

    private boolean pool() {
        Known x = any();
        if (x.rank() != 4) {
            return false;
        }
        Map<String, AttrValue> attributes = Map.of(
                "ksize", Attributes.numbers(List.of(1L, 2L, 2L, 1L)),
                "strides", Attributes.numbers(List.of(1L, 1L, 1L, 1L)),
                "padding", Attributes.of("SAME"));
        return add(emit.value(random.nextBoolean() ? "AvgPool" : "MaxPool", List.of(x.value()), attributes), x.shape());
    }

    private boolean choose() {
        Known x = any();
        Value positive = emit.of("Greater", x.value(), emit.real(0.1, TYPE));
        return add(emit.of("SelectV2", positive, emit.of("Sin", x.value()), emit.real(0.5, TYPE)), x.shape());
    }

    private boolean accumulate() {
        Known x = any();
        String operator = List.of("Cumsum", "CumulativeLogsumexp", "Cumprod").get(random.nextInt(3));
        Map<String, AttrValue> attributes =
                Map.of("reverse", Attributes.of(random.nextBoolean()), "exclusive", Attributes.of(false));
        return x.rank() > 0
                && add(
                        emit.value(operator, List.of(x.value(), emit.whole(random.nextInt(x.rank()))), attributes),
                        x.shape());
    }

    private boolean repeat() {
        Known x = any();
        List<Integer> times = new ArrayList<>();
        List<Integer> shape = new ArrayList<>();
        x.shape().forEach(size -> {
            times.add(1 + random.nextInt(2));
            shape.add(size * times.get(times.size() - 1));
        });
        return x.rank() > 0 && add(emit.of("Tile", x.value(), emit.whole(times)), shape);
    }

    private boolean top() {
        Known x = any();
        if (x.rank() == 0) {
            return false;
        }
        int size = x.shape().get(x.rank() - 1);
        int count = 1 + random.nextInt(size);
        List<Integer> shape = new ArrayList<>(x.shape());
        shape.set(x.rank() - 1, count);
        return add(emit.of("TopKV2", x.value(), emit.whole(count)), shape);
    }

    /** Goes over the first axis, with a state and a list that is written. */
    private boolean loop() {
        Known x = any();
        if (x.rank() == 0) {
            return false;
        }
        Loops loops = new Loops(emit);
        Lists lists = new Lists(emit);
        List<Integer> row = x.shape().subList(1, x.rank());
        int steps = x.shape().get(0);
        Value start = emit.of("Fill", emit.whole(row), emit.real(0.2, TYPE));
        Value read = lists.of(x.value(), emit.whole(row));
        Known scale = any();
        Value factor =
                emit.of("Tanh", emit.sum(scale.value(), new Dimensions(emit).range(emit.whole(scale.rank())), false));
        Node loop = loops.count(
                emit.whole(steps), List.of(start, read, loops.reserve(emit.whole(steps), TYPE), factor), v -> {
                    Value item = lists.item(v.get(2), v.get(0), TYPE);
                    Value next = emit.of("Tanh", emit.add(item, emit.multiply(v.get(1), v.get(4))));
                    return List.of(next, v.get(2), lists.with(v.get(3), v.get(0), emit.multiply(next, item)), v.get(4));
                });
        return random.nextBoolean()
                ? add(loop.output(2), row)
                : add(lists.stacked(loop.output(4), TYPE, emit.whole(row)), x.shape());
    }

    private boolean branch() {
        Known x = any();
        Value condition = emit.of("Equal", emit.whole(random.nextInt(2)), emit.whole(0));
        Node choice = new Loops(emit)
                .choice(
                        condition,
                        List.of(x.value()),
                        List.of(
                                v -> List.of(emit.of("Sin", v.get(0))),
                                v -> List.of(emit.of("Tanh", emit.of("Square", v.get(0))))));
        return add(choice.output(), x.shape());
    }
}
