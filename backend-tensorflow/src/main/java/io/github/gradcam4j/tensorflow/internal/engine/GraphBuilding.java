package io.github.gradcam4j.tensorflow.internal.engine;

import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Functions;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.GraphOperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.OpDef;

/**
 * Builds nodes in a graph of TensorFlow, one by one: weights go there from native memory, whatever their size, which a
 * serialised graph could not hold.
 */
final class GraphBuilding {
    private static final String RESULT = "gradcam4j_result";

    private final Graph graph;
    private final Operators operators;
    private final Map<Node, Tensor> weights;
    private final Map<Node, GraphOperation> built = new HashMap<>();
    private final Map<String, Integer> taken = new HashMap<>();
    private final Functions functions;

    GraphBuilding(Graph graph, Operators operators, Map<Node, Tensor> weights) {
        this.graph = graph;
        this.operators = operators;
        this.weights = weights;
        this.functions = new Functions(operators);
    }

    /** Builds nodes in the order of execution. */
    void build(List<Node> nodes) {
        Map<Node, Map<String, AttrValue>> attributes = new HashMap<>();
        nodes.forEach(node -> attributes.put(node, functions.attributes(node.runnable())));
        if (nodes.stream().anyMatch(node -> !node.runnable().bodies().isEmpty())) {
            graph.importGraphDef(
                    GraphDef.newBuilder().setLibrary(functions.library()).build());
        }
        nodes.forEach(node -> built.put(node, build(node.runnable(), Objects.requireNonNull(attributes.get(node)))));
    }

    private GraphOperation build(Node node, Map<String, AttrValue> attributes) {
        GraphOperationBuilder builder = graph.opBuilder(node.operator(), unique(node.name()), graph.baseScope());
        int next = 0;
        OpDef definition = operators.definition(node.operator());
        for (OpDef.ArgDef argument : definition.getInputArgList()) {
            boolean list = !argument.getNumberAttr().isEmpty()
                    || !argument.getTypeListAttr().isEmpty();
            if (!list) {
                builder.addInput(output(node.input(next++)));
                continue;
            }
            int count = argument.getNumberAttr().isEmpty()
                    ? operators
                            .attribute(node, argument.getTypeListAttr())
                            .map(types -> types.getList().getTypeCount())
                            .orElse(0)
                    : operators
                            .attribute(node, argument.getNumberAttr())
                            .map(number -> Math.toIntExact(number.getI()))
                            .orElse(0);
            List<Output<?>> outputs = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                outputs.add(output(node.input(next++)));
            }
            builder.addInputList(outputs.toArray(new Output<?>[0]));
        }
        if (next != node.inputs().size()) {
            throw new IllegalArgumentException("operator '" + node.operator() + "' takes " + next + " inputs, not "
                    + node.inputs().size() + ": " + node.name());
        }
        attributes.forEach(builder::setAttr);
        Tensor weight = weights.get(node);
        if (weight != null) {
            builder.setAttr("value", weight);
        }
        return builder.build();
    }

    private String unique(String name) {
        String unique = name;
        while (taken.containsKey(unique)) {
            unique = name + "__" + taken.merge(name, 1, Integer::sum);
        }
        taken.put(unique, 0);
        return unique;
    }

    /** Tells whether a node was built. */
    boolean has(Node node) {
        return built.containsKey(node);
    }

    /** Returns what a value of a node that was built is there. */
    Output<?> output(Value value) {
        return operation(value.node()).output(value.output());
    }

    /**
     * Returns what a value is there, behind an operator of its own: optimisers of TensorFlow join operators with their only
     * readers, and some forget to look whether the result in between is asked for.
     */
    Output<?> result(Value value) {
        return graph.opBuilder("Identity", unique(RESULT), graph.baseScope())
                .addInput(output(value))
                .build()
                .output(0);
    }

    /** Returns what a node that was built is there. */
    GraphOperation operation(Node node) {
        return Objects.requireNonNull(
                built.get(node),
                () -> node.is(Body.PARAMETER) ? "a parameter outside of its body: " + node : "not built: " + node);
    }
}
