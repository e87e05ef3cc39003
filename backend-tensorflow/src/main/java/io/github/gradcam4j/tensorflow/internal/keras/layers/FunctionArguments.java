package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.keras.config.CallConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.config.Precision;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Constants;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Size;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;

/** The arguments of a function in a network: tensors and constants, by position or by any of several names. */
final class FunctionArguments {
    private final LayerGraph g;
    private final boolean isKeras2;
    private final List<@Nullable Object> positional;
    private final Map<String, @Nullable Object> named = new LinkedHashMap<>();
    private final Set<String> read = new HashSet<>(Set.of("name"));
    private int mostRead = 1;

    FunctionArguments(LayerCall call) {
        this.g = call.graph();
        this.isKeras2 = call.isKeras2();
        this.positional = call.call().arguments();
        if (!isKeras2) {
            named.putAll(call.config().config());
        }
        named.putAll(call.call().named());
    }

    LayerGraph graph() {
        return g;
    }

    boolean isKeras2() {
        return isKeras2;
    }

    /** Refuses arguments that the function did not ask for. */
    void requireAllRead() {
        named.forEach((name, value) -> {
            if (value != null && !Boolean.FALSE.equals(value) && !read.contains(name)) {
                throw new Unsupported("its argument '" + name + "' = " + Options.shown(value) + " is not known here");
            }
        });
        if (positional.size() > mostRead) {
            throw new Unsupported(
                    "it has " + positional.size() + " arguments, of which only " + mostRead + " are known");
        }
    }

    /** Returns an argument as it is; null if it is not given. */
    @Nullable
    Object get(int position, String... names) {
        mostRead = Math.max(mostRead, position + 1);
        Object found = position >= 0 && position < positional.size() ? positional.get(position) : null;
        for (String name : names) {
            read.add(name);
            found = found == null ? named.get(name) : found;
        }
        return found instanceof Map<?, ?> map
                        && map.get("config") instanceof Map<?, ?> config
                        && config.containsKey("value")
                ? config.get("value")
                : found;
    }

    /** Returns the tensor that the function is of. */
    Signal tensor() {
        Object first = get(
                0,
                "x",
                "x1",
                "a",
                "input",
                "inputs",
                "tensor",
                "input_tensor",
                "value",
                "values",
                "features",
                "logits",
                "images",
                "t",
                "params",
                "condition");
        if (first instanceof Signal signal) {
            return signal;
        }
        if (first instanceof List<?> list && list.size() == 1 && list.get(0) instanceof Signal signal) {
            return signal;
        }
        throw new Unsupported("its first argument is no tensor but " + Options.shown(first));
    }

    /** Returns the tensors of a list. */
    List<Signal> tensors() {
        return CallConfig.flat(get(0, "xs", "values", "arrays", "inputs", "x", "tensors"), Signal.class);
    }

    /** Returns two operands, constants turned into tensors, of one element type. */
    List<Signal> pair() {
        Object a = get(0, "x1", "x", "a");
        Object b = get(1, "x2", "y", "b");
        Signal first = a instanceof Signal signal ? signal : null;
        Signal second = b instanceof Signal signal ? signal : null;
        if (first == null && second == null) {
            throw new Unsupported("it has no tensor among its arguments");
        }
        Signal left = first != null ? first : constant(a, like(second, a));
        Signal right = second != null ? second : constant(b, like(left, b));
        DataType type = joint(left.type(), right.type());
        return List.of(g.cast(left, type), g.cast(right, type));
    }

    private DataType like(@Nullable Signal other, @Nullable Object constant) {
        DataType type = other == null ? DataType.DT_FLOAT : other.type();
        boolean isBroken = constant instanceof Number number && number.doubleValue() != Math.rint(number.doubleValue());
        return isBroken && !Node.isFloating(type) ? DataType.DT_FLOAT : type;
    }

    /** Keras 3 widens as NumPy does, within limits; TensorFlow itself does not mix types. */
    private DataType joint(DataType a, DataType b) {
        if (a == b) {
            return a;
        }
        if (isKeras2) {
            throw new BrokenNetwork("it mixes " + a + " and " + b);
        }
        if (Node.isFloating(a) != Node.isFloating(b)) {
            return Node.isFloating(a) ? a : b;
        }
        if (a == DataType.DT_BOOL || b == DataType.DT_BOOL) {
            return a == DataType.DT_BOOL ? b : a;
        }
        List<DataType> order = List.of(
                DataType.DT_UINT8,
                DataType.DT_INT32,
                DataType.DT_INT64,
                DataType.DT_HALF,
                DataType.DT_FLOAT,
                DataType.DT_DOUBLE);
        if (!order.contains(a) || !order.contains(b)) {
            throw new Unsupported("it mixes " + a + " and " + b);
        }
        return order.indexOf(a) > order.indexOf(b) ? a : b;
    }

    /** Returns numbers, nested as they are in the file, as a tensor. */
    Signal constant(@Nullable Object value, DataType type) {
        List<Double> flat = new ArrayList<>();
        List<Long> dims = new ArrayList<>();
        flatten(value, 0, dims, flat);
        Shape shape = Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
        if (shape.size() != flat.size()) {
            throw new BrokenNetwork("a constant has lists of different lengths");
        }
        boolean isShort = type == DataType.DT_HALF || type == DataType.DT_BFLOAT16;
        DataType stored = isShort ? DataType.DT_FLOAT : type;
        double[] numbers = flat.stream().mapToDouble(Double::doubleValue).toArray();
        return g.cast(g.constant(Constants.numbers(stored, shape, numbers), shape), type);
    }

    private static void flatten(@Nullable Object value, int depth, List<Long> dims, List<Double> flat) {
        if (value instanceof Boolean flag) {
            flat.add(flag ? 1.0 : 0.0);
        } else if (value instanceof Number number) {
            flat.add(number.doubleValue());
        } else if (value instanceof List<?> list) {
            if (dims.size() <= depth) {
                dims.add((long) list.size());
            }
            list.forEach(item -> flatten(item, depth + 1, dims, flat));
        } else {
            throw new Unsupported("one of its arguments is " + Options.shown(value) + " instead of numbers");
        }
    }

    double number(int position, double otherwise, String... names) {
        Object value = get(position, names);
        if (value != null && !(value instanceof Number)) {
            throw new Unsupported(
                    "its argument '" + names[0] + "' is " + Options.shown(value) + " instead of a number");
        }
        return value instanceof Number number ? number.doubleValue() : otherwise;
    }

    boolean flag(int position, String... names) {
        Object value = get(position, names);
        return value instanceof Boolean flag ? flag : value != null;
    }

    /** Returns whole numbers; empty if they are not given. */
    List<Integer> wholes(int position, String... names) {
        Object value = get(position, names);
        List<Integer> numbers = new ArrayList<>();
        if (value != null) {
            for (Object one : value instanceof List<?> list ? list : List.of(value)) {
                if (!(one instanceof Number number)) {
                    throw new Unsupported(
                            "its argument '" + names[0] + "' is " + Options.shown(value) + " instead of whole numbers");
                }
                numbers.add(number.intValue());
            }
        }
        return numbers;
    }

    /** Returns sizes, some of which may be told by tensors. */
    List<Size> sizes(int position, String... names) {
        Object value = get(position, names);
        if (value instanceof Signal) {
            throw new Unsupported("its argument '" + names[0] + "' is a tensor that only a run tells");
        }
        List<Size> sizes = new ArrayList<>();
        for (Object one : value instanceof List<?> list ? list : List.of(value == null ? "nothing" : value)) {
            if (one instanceof Signal counted && counted.rank() == 0) {
                sizes.add(new Size(-1, g.cast(counted, DataType.DT_INT32)));
            } else if (one instanceof Number number) {
                sizes.add(Size.of(number.longValue()));
            } else {
                throw new Unsupported(
                        "its argument '" + names[0] + "' is " + Options.shown(value) + " instead of sizes");
            }
        }
        return sizes;
    }

    /** Returns an element type. */
    DataType type(int position, DataType otherwise, String... names) {
        Object value = get(position, names);
        return value == null ? otherwise : Precision.type(value.toString());
    }
}
