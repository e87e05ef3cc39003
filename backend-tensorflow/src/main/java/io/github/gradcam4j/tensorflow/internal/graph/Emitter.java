package io.github.gradcam4j.tensorflow.internal.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Makes nodes under a scope of their own. */
public final class Emitter {
    private final Operators operators;
    private final String scope;
    private final Map<Object, Value> constants = new HashMap<>();
    private final Map<Object, Node> derived = new HashMap<>();
    private int count;

    /** Creates an emitter whose nodes have names under a scope. */
    public Emitter(Operators operators, String scope) {
        this.operators = operators;
        this.scope = scope;
    }

    public Operators operators() {
        return operators;
    }

    /** Makes a node. Attributes that the inputs tell may be left out. */
    public Node node(String operator, List<Value> inputs, Map<String, AttrValue> attributes, Map<String, Body> bodies) {
        List<DataType> types = inputs.stream().map(Value::type).toList();
        Map<String, AttrValue> all = operators.completed(operator, types, attributes);
        return node(operator, inputs, all, bodies, operators.outputTypes(operator, all));
    }

    /** Makes a node whose types are given. */
    public Node node(
            String operator,
            List<Value> inputs,
            Map<String, AttrValue> attributes,
            Map<String, Body> bodies,
            List<DataType> types) {
        return new Node(scope + "/" + operator + "_" + count++, operator, inputs, attributes, bodies, types);
    }

    /** Makes a node and returns its first output. */
    public Value value(String operator, List<Value> inputs, Map<String, AttrValue> attributes) {
        return node(operator, inputs, attributes, Map.of()).output();
    }

    /** Applies an operator whose attributes the inputs tell, or have defaults. */
    public Value of(String operator, Value... inputs) {
        return value(operator, List.of(inputs), Map.of());
    }

    public Value add(Value a, Value b) {
        return of("AddV2", a, b);
    }

    public Value subtract(Value a, Value b) {
        return of("Sub", a, b);
    }

    public Value multiply(Value a, Value b) {
        return of("Mul", a, b);
    }

    public Value divide(Value a, Value b) {
        return of("RealDiv", a, b);
    }

    public Value negate(Value a) {
        return of("Neg", a);
    }

    /** Returns a number of a floating-point type. */
    public Value real(double number, DataType type) {
        return constants.computeIfAbsent(List.of(number, type), key -> {
            boolean wide = type == DataType.DT_DOUBLE;
            DataType written = wide ? type : DataType.DT_FLOAT;
            Value made = constant(Literals.real(number, written));
            return type == written ? made : cast(made, type);
        });
    }

    /** Returns a whole number, int32. */
    public Value whole(int number) {
        return constants.computeIfAbsent(number, key -> constant(Literals.number(number)));
    }

    /** Returns a vector of whole numbers, int32. */
    public Value whole(List<Integer> numbers) {
        return constants.computeIfAbsent(numbers, key -> constant(Literals.numbers(numbers)));
    }

    private Value constant(Map<String, AttrValue> attributes) {
        return value("Const", List.of(), attributes);
    }

    public Value cast(Value value, DataType type) {
        return value.type() == type
                ? value
                : value(
                        "Cast",
                        List.of(value),
                        Map.of("SrcT", Attributes.of(value.type()), "DstT", Attributes.of(type)));
    }

    /** Returns a tensor's shape, int32. */
    public Value shape(Value value) {
        return derived.computeIfAbsent(
                        List.of("Shape", value),
                        key -> node(
                                "Shape",
                                List.of(value),
                                Map.of("out_type", Attributes.of(DataType.DT_INT32)),
                                Map.of()))
                .output();
    }

    public Value reshape(Value value, Value shape) {
        return value(
                "Reshape",
                List.of(value, shape),
                Map.of("T", Attributes.of(value.type()), "Tshape", Attributes.of(shape.type())));
    }

    public Value zerosLike(Value value) {
        return of("ZerosLike", value);
    }

    /** Sums over the axes along which a value was repeated to a larger shape. */
    public Value sumTo(Value value, Value like) {
        return sumTo(value, like, repeated(shape(like), shape(value)).output(0));
    }

    /** Sums over axes, so that a value gets the shape of another. */
    public Value sumTo(Value value, Value like, Value axes) {
        return reshape(sum(value, axes, false), shape(like));
    }

    /** Returns the axes along which tensors of two shapes are repeated to get one shape: those of the first, and of the second. */
    public Node repeated(Value first, Value second) {
        return derived.computeIfAbsent(
                List.of("BroadcastGradientArgs", first, second),
                key -> node("BroadcastGradientArgs", List.of(first, second), Map.of(), Map.of()));
    }

    public Value sum(Value value, Value axes, boolean keepsAxes) {
        return value(
                "Sum",
                List.of(value, axes),
                Map.of(
                        "T", Attributes.of(value.type()),
                        "Tidx", Attributes.of(axes.type()),
                        "keep_dims", Attributes.of(keepsAxes)));
    }

    /** Joins values along a new first axis. */
    public Value pack(List<Value> values, int axis) {
        return value(
                "Pack",
                values,
                Map.of(
                        "N", Attributes.of((long) values.size()),
                        "T", Attributes.of(values.get(0).type()),
                        "axis", Attributes.of((long) axis)));
    }
}
