package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Literals;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Is one use of an operator whose derivative is tested. Numbers are float64 unless said otherwise. */
final class OperatorCase {
    private final String operator;
    private final List<Function<Random, Object>> inputs = new ArrayList<>();
    private final Map<String, AttrValue> attributes = new LinkedHashMap<>();
    private final StringBuilder description = new StringBuilder();
    private BiFunction<Value, Emitter, Value> arranged = (value, emit) -> value;
    private int only = -1;
    private boolean single;
    private boolean flat;

    private OperatorCase(String operator) {
        this.operator = operator;
    }

    static OperatorCase of(String operator) {
        return new OperatorCase(operator);
    }

    String operator() {
        return operator;
    }

    /** Takes normally distributed numbers. */
    OperatorCase real(long... shape) {
        return input(random -> Numbers.normal(random, Shape.of(shape)), Shape.of(shape));
    }

    /** Takes evenly distributed numbers. */
    OperatorCase between(double low, double high, long... shape) {
        return input(
                random -> Numbers.between(low, high, random, Shape.of(shape)), low + ".." + high + Shape.of(shape));
    }

    /** Takes a vector of numbers that gradients are wanted of. */
    OperatorCase values(double... values) {
        return input(any -> new Numbers(Shape.of(values.length), values), List.of(values.length));
    }

    /** Takes a vector of numbers that gradients are not wanted of. */
    OperatorCase constant(double... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder();
        for (double value : values) {
            tensor.addDoubleVal(value);
        }
        return constant(tensor.setDtype(DataType.DT_DOUBLE), values.length);
    }

    /** Takes normally distributed numbers that gradients are not wanted of. */
    OperatorCase fixed(long... shape) {
        Numbers numbers = Numbers.normal(new Random(5), Shape.of(shape));
        TensorProto.Builder tensor = TensorProto.newBuilder();
        for (double value : numbers.values()) {
            tensor.addDoubleVal(value);
        }
        TensorProto made = shaped(tensor.setDtype(DataType.DT_DOUBLE), shape);
        return input(any -> made, "fixed" + Shape.of(shape));
    }

    /** Takes a vector of int32. */
    OperatorCase whole(Integer... numbers) {
        return whole(new long[] {numbers.length}, numbers);
    }

    /** Takes a number, int32. */
    OperatorCase number(int number) {
        return whole(new long[0], number);
    }

    /** Takes a tensor of int32. */
    OperatorCase whole(long[] shape, Integer... numbers) {
        return constant(TensorProto.newBuilder().setDtype(DataType.DT_INT32).addAllIntVal(List.of(numbers)), shape);
    }

    /** Takes a vector of int64. */
    OperatorCase wide(Long... numbers) {
        return constant(
                TensorProto.newBuilder().setDtype(DataType.DT_INT64).addAllInt64Val(List.of(numbers)), numbers.length);
    }

    /** Takes a tensor of truth values. */
    OperatorCase truth(long[] shape, Boolean... values) {
        return constant(TensorProto.newBuilder().setDtype(DataType.DT_BOOL).addAllBoolVal(List.of(values)), shape);
    }

    private static TensorProto shaped(TensorProto.Builder tensor, long... shape) {
        TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
        for (long size : shape) {
            sizes.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
        }
        return tensor.setTensorShape(sizes).build();
    }

    private OperatorCase constant(TensorProto.Builder tensor, long... shape) {
        TensorProto made = shaped(tensor, shape);
        return input(
                any -> made, made.toString().replaceAll("(?s)tensor_shape.*?\\}\\s*\\}|\\s|dtype: \\w+|\\w+_val:", ""));
    }

    private OperatorCase input(Function<Random, Object> maker, Object described) {
        inputs.add(maker);
        description.append(' ').append(described);
        return this;
    }

    OperatorCase with(String attribute, AttrValue value) {
        attributes.put(attribute, value);
        description
                .append(' ')
                .append(attribute)
                .append('=')
                .append(value.toString().replaceAll("\\s|list|type:|\\w:", ""));
        return this;
    }

    OperatorCase with(String attribute, long number) {
        return with(attribute, Attributes.of(number));
    }

    OperatorCase with(String attribute, boolean truth) {
        return with(attribute, Attributes.of(truth));
    }

    OperatorCase with(String attribute, float number) {
        return with(attribute, Attributes.of(number));
    }

    OperatorCase with(String attribute, String text) {
        return with(attribute, Attributes.of(text));
    }

    OperatorCase with(String attribute, List<Long> numbers) {
        return with(attribute, Attributes.numbers(numbers));
    }

    OperatorCase with(String attribute, DataType type) {
        return with(attribute, Attributes.of(type));
    }

    /** Says what is made of inputs before the operator gets them, such as a matrix of a kind that it needs. */
    OperatorCase of(BiFunction<Value, Emitter, Value> arrangement) {
        arranged = arrangement;
        return this;
    }

    /** Takes evenly distributed numbers between 0 and 1 that gradients are not wanted of. */
    OperatorCase fixedBetween(long... shape) {
        Numbers numbers = Numbers.between(0, 1, new Random(5), Shape.of(shape));
        TensorProto.Builder tensor = TensorProto.newBuilder();
        for (double value : numbers.values()) {
            tensor.addDoubleVal(value);
        }
        TensorProto made = shaped(tensor.setDtype(DataType.DT_DOUBLE), shape);
        return input(any -> made, "between" + Shape.of(shape));
    }

    /** Says which output alone gradients are wanted of. */
    OperatorCase only(int output) {
        only = output;
        return this;
    }

    /** Takes a number, int64. */
    OperatorCase wideNumber(long number) {
        return constant(TensorProto.newBuilder().setDtype(DataType.DT_INT64).addInt64Val(number));
    }

    /** Takes a real number that gradients are not wanted of. */
    OperatorCase constantNumber(double number) {
        return constant(TensorProto.newBuilder().setDtype(DataType.DT_DOUBLE).addDoubleVal(number));
    }

    /** Says that there is a kernel for float32 only. */
    OperatorCase single() {
        single = true;
        return this;
    }

    /** Says that the derivative is zero. */
    OperatorCase flat() {
        flat = true;
        return this;
    }

    /** Compares the derivative with differences; returns what is wrong with it, or an empty text. */
    String check(Operators operators) {
        DataType type = single ? DataType.DT_FLOAT : DataType.DT_DOUBLE;
        Emitter emit = new Emitter(operators, "test");
        Random random = new Random(description.toString().hashCode());
        List<Value> given = new ArrayList<>();
        Map<Node, Numbers> points = new LinkedHashMap<>();
        Map<Value, Shape> shapes = new HashMap<>();
        for (Function<Random, Object> input : inputs) {
            if (input.apply(random) instanceof Numbers numbers) {
                Node placeholder = Differences.placeholder(type, emit);
                points.put(placeholder, numbers);
                shapes.put(placeholder.output(), numbers.shape());
                given.add(arranged.apply(placeholder.output(), emit));
            } else {
                TensorProto tensor = (TensorProto) input.apply(random);
                Value constant = emit.value("Const", List.of(), Literals.constant(tensor.toBuilder()));
                Value cast = constant.isFloating() ? emit.cast(constant, type) : constant;
                shapes.put(
                        cast,
                        Shape.of(tensor.getTensorShape().getDimList().stream()
                                .mapToLong(TensorShapeProto.Dim::getSize)
                                .toArray()));
                given.add(cast);
            }
        }
        Node node = emit.node(operator, given, attributes, Map.of());
        List<Value> outputs = new ArrayList<>();
        for (int i = 0; i < node.types().size(); i++) {
            if (node.output(i).isFloating() && (only < 0 || only == i)) {
                outputs.add(node.output(i));
            }
        }
        Rules rules = new Rules(value -> Optional.ofNullable(shapes.get(value)));
        Differences differences = new Differences(emit, rules, points, outputs, single ? 1e-2 : 1e-5).compare();
        if (flat != (differences.largest() == 0)) {
            return "the derivative is " + (flat ? "not " : "") + "zero";
        }
        return differences.worst() <= (single ? 1e-2 : 1e-7) ? "" : "wrong by " + differences.worst();
    }

    @Override
    public String toString() {
        return operator + description + (single ? " float32" : "");
    }
}
