package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.GraphOrder;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Collects the operators and constants that are added to a model, and writes no operation twice. */
public final class Emitter {
    private final String prefix;
    private final long opset;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<String, NodeProto> makers = new HashMap<>();
    private final List<TensorProto> constants = new ArrayList<>();
    private final Map<String, TensorProto> constantsByName = new HashMap<>();
    private final Map<String, List<String>> known = new HashMap<>();
    private final ItemAxis items;
    private final Scaling scaling = new Scaling(this);

    /**
     * Starts with nothing, and knows no shapes.
     *
     * @param prefix what all new names begin with
     * @param opset version of the standard operators
     */
    public Emitter(String prefix, long opset) {
        this(prefix, opset, value -> Optional.empty());
    }

    /**
     * Starts with nothing.
     *
     * @param prefix what all new names begin with
     * @param opset version of the standard operators
     * @param shapes shape of a forward value
     */
    Emitter(String prefix, long opset, Function<String, Optional<long[]>> shapes) {
        this.prefix = prefix;
        this.opset = opset;
        this.items = new ItemAxis(shapes);
    }

    long opset() {
        return opset;
    }

    /** Returns the operators that some values need, each after those it needs itself. */
    public List<NodeProto> nodesFor(Collection<String> values) {
        Set<String> needed = new HashSet<>(values);
        List<NodeProto> found = new ArrayList<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            NodeProto node = nodes.get(i);
            if (node.outputs().stream().anyMatch(needed::contains)) {
                needed.addAll(GraphOrder.reads(node));
                found.add(node);
            }
        }
        Collections.reverse(found);
        return found;
    }

    /** Finds the operator that makes a value, if it was added. */
    Optional<NodeProto> maker(String value) {
        return Optional.ofNullable(makers.get(value));
    }

    private void add(NodeProto node) {
        nodes.add(node);
        node.outputs().stream().filter(output -> !output.isEmpty()).forEach(output -> makers.putIfAbsent(output, node));
    }

    /** Returns what multiplies planes by numbers. */
    Scaling scaling() {
        return scaling;
    }

    /** Finds a constant that was added. */
    Optional<TensorProto> constant(String name) {
        return Optional.ofNullable(constantsByName.get(name));
    }

    /** Returns the constants that some of the operators read. */
    public List<TensorProto> constantsFor(List<NodeProto> readers) {
        Set<String> read = new HashSet<>();
        readers.forEach(node -> read.addAll(GraphOrder.reads(node)));
        return constants.stream()
                .filter(constant -> read.contains(constant.name()))
                .toList();
    }

    /** Makes attributes from alternating names and values: whole numbers, floats, strings, arrays of long. */
    static Map<String, AttributeValue> attributes(Object... namesAndValues) {
        Map<String, AttributeValue> attributes = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            attributes.put(
                    (String) namesAndValues[i],
                    value instanceof Number number
                            ? number instanceof Float real
                                    ? new AttributeValue.Real(real)
                                    : new AttributeValue.Int(number.longValue())
                            : value instanceof long[] numbers
                                    ? new AttributeValue.Ints(
                                            Arrays.stream(numbers).boxed().toList())
                                    : new AttributeValue.Text((String) value));
        }
        return attributes;
    }

    /** Applies a standard operator without attributes, and returns the name of its result. */
    public String op(String type, String... inputs) {
        return op(type, Map.of(), inputs);
    }

    String op(String type, Map<String, AttributeValue> attributes, String... inputs) {
        return op(type, 1, attributes, inputs).get(0);
    }

    List<String> op(String type, int outputs, Map<String, AttributeValue> attributes, String... inputs) {
        if (!ItemAxis.isElementwise(type)) {
            return node(type, outputs, attributes, inputs);
        }
        Optional<ItemAxis.Form[]> without = items.without(inputs);
        if (without.isPresent()) {
            String[] names =
                    Arrays.stream(without.get()).map(ItemAxis.Form::name).toArray(String[]::new);
            long[] shape =
                    Arrays.stream(without.get()).map(ItemAxis.Form::shape).reduce(new long[0], Broadcasting::broadcast);
            return List.of(withItemAxis(node(type, outputs, attributes, names).get(0), shape));
        }
        List<String> made = node(type, outputs, attributes, inputs);
        items.measure(made.get(0), inputs);
        return made;
    }

    /** Turns {@code [K] + shape} into {@code [K, 1] + shape}, the gradient of a value with one item. */
    String withItemAxis(String gradient, long... shape) {
        String whole = unsqueeze(gradient, 1);
        items.put(whole, new ItemAxis.Form(gradient, shape));
        return whole;
    }

    /** Notes the shape of an added value that has no axis of targets. */
    void measure(String value, long... shape) {
        items.measure(value, shape);
    }

    /** Returns {@code [K] + shape} for a gradient {@code [K, 1] + shape}, if it was made from that. */
    Optional<String> withoutItemAxis(String gradient, long... shape) {
        return items.without(gradient)
                .filter(form -> Arrays.equals(form.shape(), shape))
                .map(ItemAxis.Form::name);
    }

    private List<String> node(String type, int outputs, Map<String, AttributeValue> attributes, String... inputs) {
        String key = type + new TreeMap<>(attributes) + Arrays.toString(inputs) + outputs;
        return known.computeIfAbsent(key, absent -> {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < outputs; i++) {
                names.add(prefix + type + "." + nodes.size() + (i == 0 ? "" : "." + i));
            }
            add(new NodeProto(
                    prefix + type + ".node." + nodes.size(), "", type, List.of(inputs), names, attributes, Map.of()));
            return names;
        });
    }

    /** Adds an operator of which only the first and the last output have names, and returns the last one's. */
    String lastOf(String type, int outputs, Map<String, AttributeValue> attributes, String... inputs) {
        String key = "last" + type + new TreeMap<>(attributes) + Arrays.toString(inputs) + outputs;
        return known.computeIfAbsent(key, absent -> {
                    String name = prefix + type + "." + nodes.size();
                    List<String> names = new ArrayList<>(Collections.nCopies(outputs, ""));
                    names.set(0, name + ".0");
                    names.set(outputs - 1, name);
                    add(new NodeProto(
                            prefix + type + ".node." + nodes.size(),
                            "",
                            type,
                            List.of(inputs),
                            names,
                            attributes,
                            Map.of()));
                    return List.of(name);
                })
                .get(0);
    }

    /** Returns a name inside of a subgraph, which nothing around it has. */
    String local(String name) {
        return prefix + name;
    }

    /** Gives a value a name of its own. */
    public void alias(String value, String name) {
        add(new NodeProto(name + ".node", "", "Identity", List.of(value), List.of(name), Map.of(), Map.of()));
    }

    String scalar(double value) {
        return floats(new long[0], (float) value);
    }

    String floats(long[] dims, float... values) {
        return constant(
                "f" + Arrays.toString(dims) + Arrays.toString(values),
                name -> TensorProto.ofFloats(name, Arrays.stream(dims).boxed().toList(), values));
    }

    /** Makes a constant vector. */
    public String longs(long... values) {
        return longs(new long[] {values.length}, values);
    }

    /** Makes a constant. */
    public String longs(long[] dims, long[] values) {
        return constant(
                "l" + Arrays.toString(dims) + Arrays.toString(values),
                name -> TensorProto.ofLongs(name, Arrays.stream(dims).boxed().toList(), values));
    }

    /** A 0-dimensional integer. */
    String index(long value) {
        return longs(new long[0], new long[] {value});
    }

    private String constant(String key, Function<String, TensorProto> maker) {
        return known.computeIfAbsent(key, absent -> {
                    TensorProto made = maker.apply(prefix + "constant." + constants.size());
                    constants.add(made);
                    constantsByName.put(made.name(), made);
                    items.measure(
                            made.name(),
                            made.dims().stream().mapToLong(Long::longValue).toArray());
                    return List.of(made.name());
                })
                .get(0);
    }

    String add(String a, String b) {
        return op("Add", a, b);
    }

    String sub(String a, String b) {
        return op("Sub", a, b);
    }

    String mul(String a, String b) {
        return op("Mul", a, b);
    }

    String mul(String a, double factor) {
        return factor == 1 ? a : mul(a, scalar(factor));
    }

    String div(String a, String b) {
        return op("Div", a, b);
    }

    String matmul(String a, String b) {
        return op("MatMul", a, b);
    }

    /** Returns {@code 1 - a}. */
    String complement(String a) {
        return sub(scalar(1), a);
    }

    /** Turns truth values, or any numbers, into floats. */
    String toFloat(String a) {
        return op("Cast", attributes("to", 1), a);
    }

    String positive(String a) {
        return op("Greater", a, scalar(0));
    }

    String where(String condition, String a, String b) {
        return op("Where", condition, a, b);
    }

    /** Changes a shape: 0 keeps a size, -1 takes what is left. */
    public String reshape(String a, long... dims) {
        return op("Reshape", a, longs(dims));
    }

    /** Joins values along an axis. */
    public String concat(int axis, String... parts) {
        return parts.length == 1 ? parts[0] : op("Concat", attributes("axis", axis), parts);
    }

    String gather(String a, String indices, int axis) {
        return op("Gather", attributes("axis", axis), a, indices);
    }

    /** Permutes axes: lists the old axis of each new one. */
    public String transpose(String a, long... perm) {
        for (int i = 0; i < perm.length; i++) {
            if (perm[i] != i) {
                return op("Transpose", attributes("perm", perm), a);
            }
        }
        return a;
    }

    /** Pads with zeros; negative amounts crop. */
    String pad(String a, long... pads) {
        return Arrays.stream(pads).allMatch(p -> p == 0) ? a : op("Pad", a, longs(pads));
    }

    /** Takes a range of an axis, whose end may be larger than the axis is. */
    public String slice(String a, int axis, long start, long end) {
        return op("Slice", a, longs(start), longs(end), longs(axis));
    }

    /** Adds along axes, which stay with size 1 if they are to be kept. */
    public String sum(String a, boolean keep, long... axes) {
        if (axes.length == 0) {
            return a;
        }
        Optional<ItemAxis.Form> form = items.without(a);
        if (keep && form.isPresent() && Arrays.stream(axes).allMatch(axis -> axis > 1)) {
            return sumOfOneItem(form.get(), axes);
        }
        return opset >= 13
                ? op("ReduceSum", attributes("keepdims", keep ? 1 : 0), a, longs(axes))
                : op("ReduceSum", attributes("axes", axes, "keepdims", keep ? 1 : 0), a);
    }

    private String sumOfOneItem(ItemAxis.Form form, long... axes) {
        long[] shape = form.shape().clone();
        long count = 1;
        for (long axis : axes) {
            count *= shape[(int) axis - 2];
            shape[(int) axis - 2] = 1;
        }
        boolean planes =
                Arrays.equals(axes, new long[] {3, 4}) && shape.length == 3 && !Broadcasting.free(form.shape());
        String sum = planes
                ? Blocks.multiplied(this, op("GlobalAveragePool", form.name()), shape[0], (double) count)
                : sum(
                        form.name(),
                        true,
                        Arrays.stream(axes).map(axis -> axis - 1).toArray());
        return withItemAxis(sum, shape);
    }

    /** Averages along axes, which stay with size 1. */
    public String mean(String a, long... axes) {
        if (axes.length == 0) {
            return a;
        }
        return opset >= 18 ? op("ReduceMean", a, longs(axes)) : op("ReduceMean", attributes("axes", axes), a);
    }

    String unsqueeze(String a, long... axes) {
        if (axes.length == 0) {
            return a;
        }
        return opset >= 13 ? op("Unsqueeze", a, longs(axes)) : op("Unsqueeze", attributes("axes", axes), a);
    }
}
