package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.GraphOrder;
import io.github.gradcam4j.onnx.internal.proto.GraphProto;
import io.github.gradcam4j.onnx.internal.proto.ModelProto;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes what lies between a layer and the score once more in single precision, from the layer's activations in half or
 * brain precision. Rounded values of the model itself would put the kinks of activation functions and the choices of pools
 * elsewhere, and gradients would be those of the rounding.
 *
 * <p>Values that do not depend on the layer, weights among them, are taken as the model has them. What is already in single
 * precision, and computed from nothing that was rounded behind the layer, is not computed again.
 */
final class SinglePrecision {
    private static final String MARK = "float:";
    /** Constants up to this size are rewritten, so that rules can read them; larger ones are cast by the runtime. */
    private static final long LARGEST_REWRITTEN = 1024;

    private static final Set<String> TYPE_ATTRIBUTES =
            Set.of("to", "dtype", "stash_type", "softmax_precision", "output_dtype");

    private static final Map<String, AttributeValue> CAST = Emitter.attributes("to", DataType.FLOAT.code());

    private final GraphIndex graph;
    private final ValueTable values;
    private final String prefix;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, ValueTable.Entry> entries = new HashMap<>();
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> constants = new ArrayList<>();

    private SinglePrecision(GraphIndex graph, ValueTable values, String prefix) {
        this.graph = graph;
        this.values = values;
        this.prefix = prefix;
    }

    /**
     * Rebuilds the tail of one layer.
     *
     * @param tail any tail to the score that begins at the layer or before
     * @param values what was measured
     * @param layer the layer
     * @param prefix what new names begin with
     * @return empty if nothing behind the layer has less than single precision
     */
    static Optional<SinglePrecision> of(Tail tail, ValueTable values, String layer, String prefix) {
        SinglePrecision copy = new SinglePrecision(tail.graph(), values, prefix);
        Set<NodeProto> between = copy.between(layer, tail.score());
        boolean half = copy.isHalf(layer)
                || between.stream().flatMap(node -> node.outputs().stream()).anyMatch(copy::isHalf);
        if (!half) {
            return Optional.empty();
        }
        if (copy.isHalf(layer)) {
            copy.cast(layer);
        }
        tail.graph().nodes().stream().filter(between::contains).forEach(copy::rebuild);
        return Optional.of(copy);
    }

    /** Returns the value in single precision that stands for a value of the model. */
    String value(String name) {
        return names.getOrDefault(name, name);
    }

    /** Returns the model with the new tail behind it. */
    GraphIndex graph() {
        ModelProto model = graph.model();
        GraphProto old = model.graph();
        List<NodeProto> all = new ArrayList<>(graph.nodes());
        all.addAll(nodes);
        List<TensorProto> initializers = new ArrayList<>(old.initializers());
        initializers.addAll(constants);
        return new GraphIndex(new ModelProto(
                model.irVersion(),
                model.opsets(),
                model.producer(),
                new GraphProto(old.name(), all, initializers, old.inputs(), old.outputs(), old.sparseInitializers()),
                model.functions(),
                model.metadata()));
    }

    ValueTable values() {
        return values.with(entries);
    }

    List<NodeProto> nodes() {
        return nodes;
    }

    List<TensorProto> constants() {
        return constants;
    }

    /** Words a message about the new tail as one about the model. */
    String inModelTerms(String message) {
        return message.replace(prefix + MARK, "");
    }

    /** Finds the nodes by which the score depends on the layer in any way but by its shape. */
    private Set<NodeProto> between(String layer, String score) {
        Set<String> reached = new HashSet<>(Set.of(layer));
        Set<NodeProto> behind = new HashSet<>();
        for (NodeProto node : graph.nodes()) {
            boolean depends = GraphOrder.reads(node).stream().anyMatch(reached::contains);
            if (depends && node.outputs().stream().noneMatch(graph::isShapeDerived)) {
                reached.addAll(node.outputs());
                behind.add(node);
            }
        }
        reached.remove("");
        Set<String> needed = new HashSet<>(Set.of(score));
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            NodeProto node = graph.nodes().get(i);
            if (behind.contains(node) && node.outputs().stream().anyMatch(needed::contains)) {
                needed.addAll(GraphOrder.reads(node));
            } else {
                behind.remove(node);
            }
        }
        return behind;
    }

    private void rebuild(NodeProto node) {
        boolean concerned = node.inputs().stream().anyMatch(names::containsKey)
                || node.outputs().stream().anyMatch(this::isHalf);
        boolean hasBody = node.attributes().values().stream()
                .anyMatch(value -> value instanceof AttributeValue.Graph || value instanceof AttributeValue.Graphs);
        if (!concerned || hasBody) {
            return;
        }
        List<String> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            inputs.add(isHalf(input) && !names.containsKey(input) ? cast(input) : value(input));
        }
        List<String> outputs = new ArrayList<>();
        for (String output : node.outputs()) {
            outputs.add(output.isEmpty() ? "" : name(output));
        }
        Map<String, AttributeValue> attributes = new HashMap<>(node.attributes());
        attributes.replaceAll((name, value) -> TYPE_ATTRIBUTES.contains(name) ? widened(value) : value);
        String name = node.name().isEmpty() ? "" : prefix + MARK + node.name();
        nodes.add(new NodeProto(name, node.domain(), node.opType(), inputs, outputs, attributes, node.metadata()));
    }

    private static AttributeValue widened(AttributeValue value) {
        return value instanceof AttributeValue.Int type
                        && DataType.of(type.value())
                                .filter(SinglePrecision::isHalf)
                                .isPresent()
                ? new AttributeValue.Int(DataType.FLOAT.code())
                : value;
    }

    /** Hands a value of the model to the new tail. */
    private String cast(String value) {
        Optional<TensorProto> constant = graph.constant(value);
        String name = name(value);
        if (constant.isPresent()
                && constant.get().external().isEmpty()
                && constant.get().elements() <= LARGEST_REWRITTEN) {
            constants.add(TensorProto.ofFloats(name, constant.get().dims(), widened(constant.get())));
        } else if (graph.isFixed(value)) {
            node("Cast", value, name, CAST);
        } else {
            // Two casts in a row would be dropped by the runtime, and with them the rounding of what the model hands
            // on.
            changeRank("Unsqueeze", value, name + ".rounded");
            node("Cast", name + ".rounded", name + ".cast", CAST);
            changeRank("Squeeze", name + ".cast", name);
        }
        return name;
    }

    private void changeRank(String operator, String input, String output) {
        if (graph.opset() < 13) {
            node(operator, input, output, Emitter.attributes("axes", new long[] {0}));
            return;
        }
        String axes = prefix + "axes";
        if (constants.stream().noneMatch(constant -> constant.name().equals(axes))) {
            constants.add(TensorProto.ofLongs(axes, List.of(1L), 0));
        }
        nodes.add(new NodeProto(
                output + ".node", "", operator, List.of(input, axes), List.of(output), Map.of(), Map.of()));
    }

    private void node(String operator, String input, String output, Map<String, AttributeValue> attributes) {
        nodes.add(new NodeProto(output + ".node", "", operator, List.of(input), List.of(output), attributes, Map.of()));
    }

    private String name(String value) {
        String name = prefix + MARK + value;
        names.put(value, name);
        Optional<ValueTable.Entry> measured = values.find(value);
        if (measured.isPresent()) {
            ValueTable.Entry entry = measured.get();
            DataType type = isHalf(entry.type()) ? DataType.FLOAT : entry.type();
            entries.put(name, new ValueTable.Entry(type, entry.shape(), entry.integers()));
        } else {
            graph.constant(value)
                    .ifPresent(constant ->
                            entries.put(name, new ValueTable.Entry(DataType.FLOAT, constant.dims(), Optional.empty())));
        }
        return name;
    }

    private boolean isHalf(String value) {
        return values.find(value)
                .map(ValueTable.Entry::type)
                .or(() -> graph.constant(value).map(TensorProto::type))
                .filter(SinglePrecision::isHalf)
                .isPresent();
    }

    private static boolean isHalf(DataType type) {
        return type == DataType.FLOAT16 || type == DataType.BFLOAT16;
    }

    private static float[] widened(TensorProto constant) {
        DType type = constant.type() == DataType.FLOAT16 ? DType.FLOAT16 : DType.BFLOAT16;
        return Tensor.over(type, Shape.of(constant.elements()), constant.content())
                .toFloatArray();
    }
}
