package io.github.gradcam4j.tensorflow.internal.keras.emit;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.OpDef;

/** Adds nodes to a graph, under the scope of the layer at hand. */
public final class LayerGraph implements Arithmetic, Arrangement, Indexing, Reductions, Windows, Resizing {
    /** More than any network of Keras has by far. */
    private static final int MOST_NODES = 1_000_000;

    private final Operators operators;
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> used = new HashMap<>();
    private String scope = "";

    /** @param operators what TensorFlow declares */
    public LayerGraph(Operators operators) {
        this.operators = operators;
    }

    /** Returns the scope: the layer's name, after those that it is nested in. */
    public String scope() {
        return scope;
    }

    /** Changes the scope. */
    public void enter(String layer) {
        scope = layer;
    }

    @Override
    public Signal emit(String operator, Shape shape, Map<String, AttrValue> attributes, List<Signal> inputs) {
        return node(operator, operator, attributes, Map.of(), inputs, List.of(shape))
                .get(0);
    }

    /** Adds a node whose attribute {@code value} or {@code dtype} says all. */
    public Signal emit(String name, String operator, Shape shape, Map<String, AttrValue> attributes) {
        return node(name, operator, attributes, Map.of(), List.of(), List.of(shape))
                .get(0);
    }

    @Override
    public List<Signal> node(
            String name,
            String operator,
            Map<String, AttrValue> attributes,
            Map<String, Body> bodies,
            List<Signal> inputs,
            List<Shape> shapes) {
        if (names.size() >= MOST_NODES) {
            throw new BrokenNetwork("the network has more than " + MOST_NODES + " operators");
        }
        Map<String, AttrValue> all = new HashMap<>(attributes);
        if (!operator.equals(Body.PARAMETER)) {
            complete(operators.definition(operator), all, inputs);
        }
        List<DataType> types = operator.equals(Body.PARAMETER)
                ? List.of(Objects.requireNonNull(attributes.get("T")).getType())
                : operators.outputTypes(operator, all);
        Node node = new Node(
                unique(scope.isEmpty() ? name : scope + "/" + name),
                operator,
                inputs.stream().map(Signal::value).toList(),
                all,
                bodies,
                types);
        List<Signal> outputs = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            outputs.add(new Signal(new Value(node, i), shapes.get(Math.min(i, shapes.size() - 1))));
        }
        return outputs;
    }

    /** Adds an input of the network, under its own name. */
    public Node placeholder(String name, DataType type, Shape shape) {
        return new Node(
                unique(name),
                "Placeholder",
                List.of(),
                Map.of("dtype", Attributes.of(type), "shape", Attributes.of(Shapes.proto(shape))),
                Map.of(),
                List.of(type));
    }

    @Override
    public Signal vector(DataType type, long... numbers) {
        return constant(Constants.vector(type, numbers), Shape.of(numbers.length));
    }

    @Override
    public Signal scalar(DataType type, double number) {
        boolean isShort = type == DataType.DT_HALF || type == DataType.DT_BFLOAT16;
        return isShort
                ? cast(scalar(DataType.DT_FLOAT, number), type)
                : constant(Constants.scalar(type, number), Shape.of());
    }

    @Override
    public Signal constant(org.tensorflow.proto.TensorProto proto, Shape shape) {
        return emit(
                "Const",
                "Const",
                shape,
                Map.of("dtype", Attributes.of(proto.getDtype()), "value", Attributes.of(proto)));
    }

    /** Keras's names may hold what TensorFlow's may not. */
    private String unique(String name) {
        String clean = name.replaceAll("[^A-Za-z0-9_.\\\\/>-]", "_");
        if (!clean.matches("[A-Za-z0-9.].*")) {
            clean = "." + clean;
        }
        String candidate = clean;
        while (!names.add(candidate)) {
            candidate = clean + "_" + used.merge(clean, 1, Integer::sum);
        }
        return candidate;
    }

    private static void complete(OpDef definition, Map<String, AttrValue> attributes, List<Signal> inputs) {
        int next = 0;
        int left = definition.getInputArgCount();
        for (OpDef.ArgDef argument : definition.getInputArgList()) {
            left--;
            boolean isList = !argument.getNumberAttr().isEmpty()
                    || !argument.getTypeListAttr().isEmpty();
            int count = isList ? inputs.size() - next - left : 1;
            List<DataType> types = inputs.subList(next, next + count).stream()
                    .map(Signal::type)
                    .toList();
            next += count;
            if (!argument.getNumberAttr().isEmpty()) {
                attributes.putIfAbsent(argument.getNumberAttr(), Attributes.of((long) count));
            }
            if (!argument.getTypeListAttr().isEmpty()) {
                attributes.putIfAbsent(argument.getTypeListAttr(), Attributes.types(types));
            } else if (!argument.getTypeAttr().isEmpty()) {
                attributes.putIfAbsent(argument.getTypeAttr(), Attributes.of(types.get(0)));
            }
            requireOne(definition, argument, attributes, types);
        }
    }

    /** TensorFlow would say so later, without the layer's name. */
    private static void requireOne(
            OpDef definition, OpDef.ArgDef argument, Map<String, AttrValue> attributes, List<DataType> types) {
        DataType wanted = argument.getTypeAttr().isEmpty()
                ? argument.getType()
                : Objects.requireNonNull(attributes.get(argument.getTypeAttr())).getType();
        for (DataType type : types) {
            if (argument.getTypeListAttr().isEmpty() && type != wanted) {
                throw new BrokenNetwork("it would mix " + name(type) + " and " + name(wanted) + " in one "
                        + definition.getName() + ", which TensorFlow does not");
            }
        }
    }

    private static String name(DataType type) {
        return type.name().replace("DT_", "").toLowerCase(java.util.Locale.ROOT);
    }
}
