package io.github.gradcam4j.tensorflow.internal.savedmodel;

import io.github.gradcam4j.UnsupportedModelException;
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
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Makes one flat graph of a SavedModel's tree of functions: each call becomes the nodes of what it calls, under the path of
 * calls. Variables become weights, and loops keep their bodies, which are flat themselves.
 */
final class Inliner {
    private static final int MOST_NODES = 500_000;
    private static final int MOST_DEPTH = 256;

    private final SavedModelFolder model;
    private final Operators operators;
    private final Translation translation;
    private final Map<String, Node> placeholders = new HashMap<>();
    private final Set<String> calling = new HashSet<>();
    private int nodes;

    /**
     * Creates an inliner.
     *
     * @param assets the files that constants outside of functions name, by the constants' names
     */
    Inliner(SavedModelFolder model, Operators operators, Map<String, String> assets) {
        this.model = model;
        this.operators = operators;
        this.translation = new Translation(this, assets);
    }

    /**
     * Returns the graph outside of functions.
     *
     * @param fed the nodes that are fed, by name
     */
    Scope top(Map<String, TensorInfo> fed) {
        Map<String, NodeDef> definitions = new HashMap<>();
        model.graph().getGraphDef().getNodeList().forEach(node -> definitions.put(node.getName(), node));
        Map<String, Value> arguments = new HashMap<>();
        fed.forEach((name, input) -> {
            Node placeholder = node(name, "Placeholder", List.of(), SavedModelReader.placeholder(input), Map.of());
            placeholders.put(name, placeholder);
            arguments.put(name, placeholder.output());
        });
        return new Scope(this, "", definitions, arguments, false);
    }

    /** Returns the placeholder of a node that is fed. */
    Node placeholder(String name) {
        return Objects.requireNonNull(placeholders.get(name));
    }

    /** Returns the weights that were met: their nodes and the variables' handles. */
    Map<Node, Node> weights() {
        return translation.weights();
    }

    /** Creates a node. */
    Node node(
            String name,
            String operator,
            List<Value> inputs,
            Map<String, AttrValue> attributes,
            Map<String, Body> bodies) {
        return node(name, operator, inputs, attributes, bodies, operators.outputTypes(operator, attributes));
    }

    /** Creates a node whose outputs have other types than its operator says. */
    Node node(
            String name,
            String operator,
            List<Value> inputs,
            Map<String, AttrValue> attributes,
            Map<String, Body> bodies,
            List<DataType> types) {
        if (++nodes > MOST_NODES) {
            throw new UnsupportedModelException("the model '" + model.name() + "' has more than " + MOST_NODES
                    + " operators once its functions are inlined");
        }
        return new Node(name, operator, inputs, attributes, bodies, types);
    }

    boolean isFunction(String name) {
        return model.hasFunction(name);
    }

    /** Returns the definition of what a node calls or runs; a function may be called like an operator. */
    OpDef definition(NodeDef node) {
        return model.hasFunction(node.getOp())
                ? model.function(node.getOp()).getSignature()
                : operators.definition(node.getOp());
    }

    Operators operators() {
        return operators;
    }

    SavedModelFolder model() {
        return model;
    }

    List<Value> translate(NodeDef node, List<Value> inputs, String path, Scope scope) {
        return translation.of(node, inputs, path, scope);
    }

    /** Returns what a function makes of arguments, as nodes under a path. */
    List<Value> inline(String name, List<Value> arguments, String path) {
        FunctionDef function = model.function(name);
        enter(name);
        List<Value> values = scope(function, arguments, path).values(results(function));
        calling.remove(name);
        return values;
    }

    /** Returns the nodes that fill tables in a function. */
    List<Node> effects(String name, List<Value> arguments, String path) {
        FunctionDef function = model.function(name);
        enter(name);
        List<Node> effects = scope(function, arguments, path)
                .effects(
                        function.getNodeDefList().stream().map(NodeDef::getName).toList());
        calling.remove(name);
        return effects;
    }

    private void enter(String name) {
        if (!calling.add(name)) {
            throw new UnsupportedModelException("the model '" + model.name() + "' cannot be explained: its function '"
                    + name + "' calls itself. Export it with a loop instead");
        }
        if (calling.size() > MOST_DEPTH) {
            throw new UnsupportedModelException(
                    "the model '" + model.name() + "' nests more than " + MOST_DEPTH + " function calls");
        }
    }

    private Scope scope(FunctionDef function, List<Value> arguments, String path) {
        String name = function.getSignature().getName();
        List<OpDef.ArgDef> declared = function.getSignature().getInputArgList();
        if (declared.size() != arguments.size()) {
            throw model.damaged(
                    "function '" + name + "' takes " + declared.size() + " arguments, not " + arguments.size());
        }
        Map<String, Value> known = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            known.put(declared.get(i).getName(), arguments.get(i));
        }
        Map<String, NodeDef> definitions = new HashMap<>();
        function.getNodeDefList().forEach(node -> definitions.put(node.getName(), node));
        return new Scope(this, path, definitions, known, true);
    }

    private List<String> results(FunctionDef function) {
        List<String> results = new ArrayList<>();
        for (OpDef.ArgDef output : function.getSignature().getOutputArgList()) {
            String result = function.getRetMap().get(output.getName());
            if (result == null) {
                throw model.damaged(
                        "function '" + function.getSignature().getName() + "' returns no '" + output.getName() + "'");
            }
            results.add(result);
        }
        return results;
    }

    /**
     * Returns a function as the body of a loop or branch.
     *
     * @param types the types of its parameters; a variable's handle is replaced by its value
     */
    Body body(String name, List<DataType> types, String path) {
        List<Node> parameters = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            parameters.add(node(
                    path + "/parameter_" + i, Body.PARAMETER, List.of(), Map.of(), Map.of(), List.of(types.get(i))));
        }
        return new Body(
                parameters, inline(name, parameters.stream().map(Node::output).toList(), path));
    }
}
