package io.github.gradcam4j.tensorflow.internal.savedmodel;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Functions;
import io.github.gradcam4j.tensorflow.internal.graph.Literals;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;

/** Translates single nodes: calls are inlined, variables become weights, and operators that only pass values on say so. */
final class Translation {
    /** What hands its first input on. A gradient goes through unchanged, as it does in Python. */
    private static final Set<String> PASSES = Set.of(
            "EnsureShape", "PreventGradient", "PlaceholderWithDefault", "CheckNumerics", "CheckNumericsV2", "Snapshot");

    private static final Set<String> VARIABLES = Set.of("Variable", "VariableV2");
    private static final Set<String> TABLES = Set.of("HashTable", "HashTableV2", "MutableHashTableV2");

    private final Inliner inliner;
    private final CustomGradients customGradients;
    private final Map<String, String> assets;
    private final Map<Node, Node> weights = new HashMap<>();
    private final Map<Node, Node> weightOfHandle = new HashMap<>();

    Translation(Inliner inliner, Map<String, String> assets) {
        this.inliner = inliner;
        this.customGradients = new CustomGradients(inliner);
        this.assets = assets;
    }

    Map<Node, Node> weights() {
        return weights;
    }

    /** Returns the attributes that say what a node computes. */
    static Map<String, AttrValue> plain(NodeDef node) {
        Map<String, AttrValue> attributes = new HashMap<>();
        node.getAttrMap().forEach((name, value) -> {
            if (!name.startsWith("_") && !value.hasFunc() && value.getList().getFuncCount() == 0) {
                attributes.put(name, value);
            }
        });
        return attributes;
    }

    List<Value> of(NodeDef node, List<Value> inputs, String path, Scope scope) {
        for (AttrValue value : node.getAttrMap().values()) {
            if (!value.getPlaceholder().isEmpty()) {
                throw new UnsupportedModelException(
                        "the model '" + inliner.model().name() + "' has functions whose types are left open, at '"
                                + path + "'. Export it again");
            }
        }
        String operator = node.getOp();
        if (inliner.isFunction(operator)) {
            return inliner.inline(operator, inputs, path);
        }
        if (PASSES.contains(operator)) {
            return List.of(identity(path, inputs.get(0)));
        }
        if (VARIABLES.contains(operator)) {
            return List.of(weight(made(node, inputs, path)));
        }
        return switch (operator) {
            case "StatefulPartitionedCall", "PartitionedCall" -> inliner.inline(function(node, "f"), inputs, path);
            case "IdentityN" ->
                customGradients
                        .of(node, inputs, path, scope)
                        .map(Translation::outputs)
                        .orElseGet(() -> identities(path, inputs));
            case "ReadVariableOp" -> List.of(read(path, inputs.get(0)));
            case "ResourceGather" -> List.of(gather(node, inputs, path));
            case "While", "StatelessWhile" -> loop(node, inputs, path);
            case "If", "StatelessIf" -> branch(node, inputs, path);
            case "Case", "StatelessCase" -> branches(node, inputs, path);
            default -> outputs(made(node, inputs, path));
        };
    }

    private static List<Value> outputs(Node node) {
        List<Value> outputs = new ArrayList<>();
        for (int i = 0; i < node.types().size(); i++) {
            outputs.add(node.output(i));
        }
        return outputs;
    }

    private Node made(NodeDef node, List<Value> inputs, String path) {
        Map<String, AttrValue> attributes = plain(node);
        String asset = assets.get(path);
        if (asset != null) {
            return inliner.node(path, "Const", List.of(), Literals.text(asset), Map.of());
        }
        if (TABLES.contains(node.getOp())
                && node.getAttrOrDefault("shared_name", AttrValue.getDefaultInstance())
                        .getS()
                        .isEmpty()) {
            attributes.put("shared_name", Attributes.of(path));
        }
        if (inputs.stream().anyMatch(value -> value.node().is("VarHandleOp"))) {
            boolean random = node.getOp().startsWith("Rng") || node.getOp().startsWith("Stateful");
            throw new UnsupportedModelException(
                    "the model '" + inliner.model().name() + "' cannot be explained: operator '"
                            + node.getOp() + "' at '" + path + "' "
                            + (random
                                    ? "draws random numbers, so the model was exported in training mode"
                                    : "uses a variable in a way that is not supported")
                            + ". Export it for inference, without the layers that are for training alone");
        }
        return inliner.node(path, node.getOp(), inputs, attributes, Map.of());
    }

    private Value identity(String path, Value value) {
        return inliner.node(path, "Identity", List.of(value), Map.of("T", Attributes.of(value.type())), Map.of())
                .output();
    }

    private List<Value> identities(String path, List<Value> values) {
        List<Value> made = new ArrayList<>();
        values.forEach(value -> made.add(identity(path, value)));
        return made;
    }

    /** A loop's parameter that was a variable's handle is the value itself. */
    private Value read(String path, Value handle) {
        return identity(path, held(handle));
    }

    private Value weight(Node handle) {
        Node known = weightOfHandle.get(handle);
        if (known == null) {
            AttrValue type = handle.attributes().get("dtype");
            known = inliner.node(
                    handle.name() + "/value",
                    "Const",
                    List.of(),
                    Map.of("dtype", Objects.requireNonNull(type)),
                    Map.of(),
                    List.of(type.getType()));
            weightOfHandle.put(handle, known);
            weights.put(known, handle);
        }
        return known.output();
    }

    private Value gather(NodeDef node, List<Value> inputs, String path) {
        Value table = held(inputs.get(0));
        Node axis = inliner.node(path + "/axis", "Const", List.of(), Literals.number(0), Map.of());
        Map<String, AttrValue> attributes = new HashMap<>(Map.of(
                "Tparams", Attributes.of(table.type()),
                "Tindices", Attributes.of(inputs.get(1).type()),
                "Taxis", Attributes.of(DataType.DT_INT32)));
        Optional.ofNullable(node.getAttrMap().get("batch_dims")).ifPresent(dims -> attributes.put("batch_dims", dims));
        return inliner.node(path, "GatherV2", List.of(table, inputs.get(1), axis.output()), attributes, Map.of())
                .output();
    }

    private List<Value> loop(NodeDef node, List<Value> inputs, String path) {
        List<Value> start = inputs.stream().map(this::held).toList();
        List<DataType> types = start.stream().map(Value::type).toList();
        Map<String, Body> bodies = Map.of(
                "cond", inliner.body(function(node, "cond"), types, path + "/cond"),
                "body", inliner.body(function(node, "body"), types, path + "/body"));
        Map<String, AttrValue> attributes = plain(node);
        attributes.put("T", Attributes.types(types));
        attributes.remove("output_shapes");
        return outputs(inliner.node(path, node.getOp(), start, attributes, bodies, types));
    }

    /** Returns a variable's value in place of its handle. */
    private Value held(Value value) {
        return value.node().is("VarHandleOp") ? weight(value.node()) : value;
    }

    private List<Value> branch(NodeDef node, List<Value> inputs, String path) {
        Optional<Boolean> known = Literals.truth(inputs.get(0));
        List<Value> rest = inputs.subList(1, inputs.size());
        if (known.isPresent()) {
            return inliner.inline(function(node, known.get() ? "then_branch" : "else_branch"), rest, path);
        }
        List<Value> held = rest.stream().map(this::held).toList();
        List<DataType> types = held.stream().map(Value::type).toList();
        Map<String, Body> bodies = Map.of(
                "then_branch", inliner.body(function(node, "then_branch"), types, path + "/then"),
                "else_branch", inliner.body(function(node, "else_branch"), types, path + "/else"));
        List<Value> all = new ArrayList<>(List.of(inputs.get(0)));
        all.addAll(held);
        Map<String, AttrValue> attributes = plain(node);
        attributes.put("Tin", Attributes.types(types));
        attributes.remove("output_shapes");
        return outputs(inliner.node(path, node.getOp(), all, attributes, bodies));
    }

    private List<Value> branches(NodeDef node, List<Value> inputs, String path) {
        List<Value> held = inputs.stream().map(this::held).toList();
        List<DataType> types =
                held.subList(1, held.size()).stream().map(Value::type).toList();
        Map<String, Body> bodies = new HashMap<>();
        List<NameAttrList> functions = node.getAttrOrThrow("branches").getList().getFuncList();
        for (int i = 0; i < functions.size(); i++) {
            bodies.put(
                    String.format("branches%s%04d", Functions.NUMBER, i),
                    inliner.body(functions.get(i).getName(), types, path + "/branch_" + i));
        }
        Map<String, AttrValue> attributes = plain(node);
        attributes.put("Tin", Attributes.types(types));
        attributes.remove("output_shapes");
        return outputs(inliner.node(path, node.getOp(), held, attributes, bodies));
    }

    private String function(NodeDef node, String attribute) {
        AttrValue value = node.getAttrMap().get(attribute);
        if (value == null || !value.hasFunc()) {
            throw inliner.model().damaged("'" + node.getName() + "' names no function '" + attribute + "'");
        }
        return value.getFunc().getName();
    }
}
