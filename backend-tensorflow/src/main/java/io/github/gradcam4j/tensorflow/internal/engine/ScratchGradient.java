package io.github.gradcam4j.tensorflow.internal.engine;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Is what TensorFlow adds to a graph for the derivative of one operator.
 *
 * @param steps what it computes, in order
 * @param results the cotangents of the operator's inputs, by number
 */
public record ScratchGradient(List<Step> steps, Map<Integer, Source> results) {
    private static final String OPERATOR = "operator";
    private static final String INPUT = "input_";
    private static final String COTANGENT = "cotangent_";

    /** Says what a value in it is. */
    public enum Kind {
        /** An input of the operator. */
        INPUT,
        /** An output of the operator. */
        OUTPUT,
        /** The cotangent of an output. */
        COTANGENT,
        /** The output of a step. */
        STEP
    }

    /** Is where a value comes from. */
    public record Source(Kind kind, String step, int number) {}

    /** Is a node that was added. */
    public record Step(String name, String operator, List<Source> inputs, Map<String, AttrValue> attributes) {}

    /**
     * Asks for the derivative of an operator.
     *
     * @param node the operator
     * @param outputs the outputs that have cotangents
     * @param wanted the inputs whose cotangents are wanted
     * @return empty if there is none
     */
    public static Optional<ScratchGradient> of(
            Operators operators, Node node, Set<Integer> outputs, Set<Integer> wanted) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            nodes.add(placeholder(INPUT + i, node.input(i).type()));
        }
        Node alone = new Node(
                OPERATOR,
                node.operator(),
                nodes.stream().map(Node::output).toList(),
                node.attributes(),
                Map.of(),
                node.types());
        nodes.add(alone);
        List<Integer> given = List.copyOf(new TreeSet<>(outputs));
        List<Integer> asked = List.copyOf(new TreeSet<>(wanted));
        Map<Integer, Node> seeds = new HashMap<>();
        given.forEach(output ->
                seeds.put(output, placeholder(COTANGENT + output, node.types().get(output))));
        nodes.addAll(seeds.values());
        try (Graph graph = new Graph()) {
            GraphBuilding building = new GraphBuilding(graph, operators, Map.of());
            building.build(nodes);
            Output<?>[] y = given.stream()
                    .map(output -> building.output(alone.output(output)))
                    .toArray(Output<?>[]::new);
            Output<?>[] x = asked.stream()
                    .map(input -> building.output(alone.input(input)))
                    .toArray(Output<?>[]::new);
            Output<?>[] dy = given.stream()
                    .map(output -> building.output(seeds.get(output).output()))
                    .toArray(Output<?>[]::new);
            Output<?>[] dx = graph.addGradients("gradients", y, x, dy);
            Map<Integer, Source> results = new LinkedHashMap<>();
            for (int i = 0; i < asked.size(); i++) {
                results.put(asked.get(i), source(dx[i].op().name() + ":" + dx[i].index()));
            }
            return Optional.of(new ScratchGradient(steps(graph), results));
        } catch (TensorFlowException | IllegalArgumentException | IllegalStateException e) {
            return Optional.empty(); // no derivative is known
        }
    }

    private static Node placeholder(String name, DataType type) {
        return new Node(name, "Placeholder", List.of(), Map.of("dtype", Attributes.of(type)), Map.of(), List.of(type));
    }

    private static List<Step> steps(Graph graph) {
        List<Step> steps = new ArrayList<>();
        Map<String, NodeDef> added = new LinkedHashMap<>();
        graph.toGraphDef().getNodeList().forEach(node -> {
            if (!node.getName().equals(OPERATOR) && !node.getOp().equals("Placeholder")) {
                added.put(node.getName(), node);
            }
        });
        Map<String, Boolean> done = new HashMap<>();
        added.keySet().forEach(name -> visit(name, added, done, steps));
        return steps;
    }

    private static void visit(String name, Map<String, NodeDef> added, Map<String, Boolean> done, List<Step> steps) {
        NodeDef node = added.get(name);
        if (node == null || done.put(name, true) != null) {
            return;
        }
        List<Source> inputs = new ArrayList<>();
        for (String input : node.getInputList()) {
            if (!input.startsWith("^")) {
                Source source = source(input);
                if (source.kind() == Kind.STEP) {
                    visit(source.step(), added, done, steps);
                }
                inputs.add(source);
            }
        }
        Map<String, AttrValue> attributes = new HashMap<>();
        node.getAttrMap().forEach((attribute, value) -> {
            if (!attribute.startsWith("_")) {
                attributes.put(attribute, value);
            }
        });
        steps.add(new Step(name, node.getOp(), inputs, attributes));
    }

    private static Source source(String reference) {
        int colon = reference.indexOf(':');
        String name = colon < 0 ? reference : reference.substring(0, colon);
        int number = colon < 0 ? 0 : Integer.parseInt(reference.substring(colon + 1));
        if (name.equals(OPERATOR)) {
            return new Source(Kind.OUTPUT, "", number);
        }
        if (name.startsWith(INPUT)) {
            return new Source(Kind.INPUT, "", Integer.parseInt(name.substring(INPUT.length())));
        }
        if (name.startsWith(COTANGENT)) {
            return new Source(Kind.COTANGENT, "", Integer.parseInt(name.substring(COTANGENT.length())));
        }
        return new Source(Kind.STEP, name, number);
    }
}
