package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.engine.TensorFlowEngine;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Literals;
import io.github.gradcam4j.tensorflow.internal.graph.Network;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** A network with the shapes that a run would measure, and no weights. */
final class Sketch {
    private final Map<String, Node> inputs = new LinkedHashMap<>();
    private final Map<String, Value> outputs = new LinkedHashMap<>();
    private final Map<Value, Shape> shapes = new HashMap<>();
    private final Map<Value, List<Long>> numbers = new HashMap<>();
    private int count;

    static Shape shape(long... sizes) {
        return Shape.of(sizes);
    }

    Value input(DataType type, long... sizes) {
        Node node = node("Placeholder", Map.of(), Map.of(), List.of(type));
        inputs.put(node.name(), node);
        return shaped(node.output(), shape(sizes));
    }

    Value weight(long... sizes) {
        return shaped(
                node("Const", Map.of(), Map.of(), List.of(DataType.DT_FLOAT)).output(), shape(sizes));
    }

    /** A constant vector. */
    Value whole(Integer... elements) {
        return constant(Literals.numbers(List.of(elements)), shape(elements.length));
    }

    Value number(int element) {
        return constant(Literals.number(element), shape());
    }

    private Value constant(Map<String, AttrValue> attributes, Shape shape) {
        return shaped(
                node("Const", attributes, Map.of(), List.of(DataType.DT_INT32)).output(), shape);
    }

    /** A vector that is computed of sizes: only a run shows it. */
    Value computed(Value from, Long... elements) {
        Value made = of(DataType.DT_INT32, "Shape", Map.of(), shape(elements.length), from);
        numbers.put(made, List.of(elements));
        return made;
    }

    Value of(String operator, Shape shape, Value... reads) {
        return of(operator, Map.of(), shape, reads);
    }

    Value of(String operator, Map<String, AttrValue> attributes, Shape shape, Value... reads) {
        return of(DataType.DT_FLOAT, operator, attributes, shape, reads);
    }

    Value of(DataType type, String operator, Map<String, AttrValue> attributes, Shape shape, Value... reads) {
        return shaped(node(operator, attributes, Map.of(), List.of(type), reads).output(), shape);
    }

    /** Several results of the same shape. */
    List<Value> several(int results, String operator, Map<String, AttrValue> attributes, Shape shape, Value... reads) {
        Node node = node(operator, attributes, Map.of(), Collections.nCopies(results, DataType.DT_FLOAT), reads);
        return IntStream.range(0, results)
                .mapToObj(i -> shaped(node.output(i), shape))
                .toList();
    }

    /** A list of the steps of a sequence. */
    Value list(Value sequence) {
        return node("TensorListFromTensor", Map.of(), Map.of(), List.of(DataType.DT_VARIANT), sequence)
                .output();
    }

    /** A loop over a list, with a state and a weight: its results are a list, the state and the weight. */
    Node loop(Value list, Value state, Value weight) {
        List<DataType> types = List.of(DataType.DT_VARIANT, DataType.DT_VARIANT, DataType.DT_FLOAT, DataType.DT_FLOAT);
        List<Node> parameters = types.stream()
                .map(type -> node(Body.PARAMETER, Map.of(), Map.of(), List.of(type)))
                .toList();
        Value item = node(
                        "TensorListGetItem",
                        Map.of(),
                        Map.of(),
                        List.of(DataType.DT_FLOAT),
                        parameters.get(0).output())
                .output();
        Value next = node(
                        "AddV2",
                        Map.of(),
                        Map.of(),
                        List.of(DataType.DT_FLOAT),
                        item,
                        parameters.get(2).output())
                .output();
        Value kept = node(
                        "TensorListSetItem",
                        Map.of(),
                        Map.of(),
                        List.of(DataType.DT_VARIANT),
                        parameters.get(1).output(),
                        next)
                .output();
        Body body = new Body(
                parameters,
                List.of(
                        parameters.get(0).output(),
                        kept,
                        next,
                        parameters.get(3).output()));
        Value reserved = node("TensorListReserve", Map.of(), Map.of(), List.of(DataType.DT_VARIANT))
                .output();
        Node loop = node("While", Map.of(), Map.of("body", body), types, list, reserved, state, weight);
        shapes.put(loop.output(2), shapes.get(state));
        shapes.put(loop.output(3), shapes.get(weight));
        return loop;
    }

    /** Counts, as the end of a network. */
    void score(Value value) {
        outputs.put("score" + outputs.size(), value);
    }

    private Node node(
            String operator,
            Map<String, AttrValue> attributes,
            Map<String, Body> bodies,
            List<DataType> types,
            Value... reads) {
        return new Node(operator + count++, operator, List.of(reads), attributes, bodies, types);
    }

    private Value shaped(Value value, Shape shape) {
        shapes.put(value, shape);
        return value;
    }

    /** Returns what is known where these are the ends, and the last of them is asked about. */
    ValueAxes axes(Value... ends) {
        Arrays.stream(ends).forEach(this::score);
        Network network =
                new Network("sketch", "", inputs, outputs, List.of(), Map.of(), Map.of(), List.of(), List.of());
        return new ValueAxes(
                network, TensorFlowEngine.operators(), new Readings(shapes, numbers), ends[ends.length - 1]);
    }

    /** Returns the layout of an end in short form. */
    String layout(Value end) {
        return axes(end).layout(end).toString();
    }

    static Map<String, AttrValue> truth(String attribute) {
        return Map.of(attribute, Attributes.of(true));
    }

    static Map<String, AttrValue> text(String attribute, String text) {
        return Map.of(attribute, Attributes.of(text));
    }

    static Map<String, AttrValue> count(String attribute, long number) {
        return Map.of(attribute, Attributes.of(number));
    }
}
