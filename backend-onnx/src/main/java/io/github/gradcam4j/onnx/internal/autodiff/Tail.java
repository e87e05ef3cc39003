package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.GraphOrder;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Is the part of a graph that lies between target layers and a score, which is all that gets differentiated. Immutable. */
public final class Tail {
    /** Operators that gradients do not pass, because their outputs are constant between steps or are no numbers. */
    private static final Set<String> STOPS = Set.of(
            "Shape",
            "Size",
            "ArgMax",
            "ArgMin",
            "Equal",
            "Greater",
            "Less",
            "GreaterOrEqual",
            "LessOrEqual",
            "Not",
            "And",
            "Or",
            "Xor",
            "Floor",
            "Ceil",
            "Round",
            "Sign",
            "NonZero",
            "OneHot",
            "IsNaN",
            "IsInf",
            "ConstantOfShape",
            "Range",
            "EyeLike",
            "RandomNormalLike",
            "RandomUniformLike",
            "Multinomial",
            "Bernoulli",
            "BitShift",
            "BitwiseAnd",
            "BitwiseNot",
            "BitwiseOr",
            "BitwiseXor",
            "NonMaxSuppression");

    private static final Set<String> INTEGER_ARITHMETIC = Set.of(
            "ConvInteger",
            "ConvIntegerToFloat",
            "MatMulInteger",
            "MatMulInteger16",
            "MatMulIntegerToFloat",
            "DynamicQuantizeLinear",
            "DynamicQuantizeMatMul",
            "DynamicQuantizeLSTM",
            "QGemm",
            "QAttention",
            "QEmbedLayerNormalization",
            "QMoE");

    /** Operators that move elements, or pick some of them, and so leave codes codes. */
    private static final Set<String> MOVES = Set.of(
            "Identity",
            "Reshape",
            "Flatten",
            "Squeeze",
            "Unsqueeze",
            "Transpose",
            "Concat",
            "Split",
            "Slice",
            "Gather",
            "Pad",
            "Expand",
            "Tile",
            "DepthToSpace",
            "SpaceToDepth",
            "MaxPool");

    private final GraphIndex graph;
    private final String score;
    private final List<NodeProto> nodes;
    private final Set<String> active;

    private Tail(GraphIndex graph, String score, List<NodeProto> nodes, Set<String> active) {
        this.graph = graph;
        this.score = score;
        this.nodes = List.copyOf(nodes);
        this.active = Set.copyOf(active);
    }

    /**
     * Finds the tail between layers and a score.
     *
     * @param graph the graph
     * @param layers names of values, at least one
     * @param score name of the score
     * @return the tail
     * @throws UnsupportedModelException if no gradient can reach one of the layers from the score, or an operator on the
     *     way has no rule; all such operators are named
     */
    public static Tail between(GraphIndex graph, List<String> layers, String score) {
        graph.opset();
        Tail tail = find(graph, layers, score);
        tail.requireRules(layers);
        return tail;
    }

    private static Tail find(GraphIndex graph, List<String> layers, String score) {
        Set<String> reached = new HashSet<>(layers);
        for (NodeProto node : graph.nodes()) {
            if (passesGradients(node) && carriers(node).stream().anyMatch(reached::contains)) {
                node.outputs().stream().filter(name -> !name.isEmpty()).forEach(reached::add);
            }
        }
        Set<String> needed = new HashSet<>(Set.of(score));
        List<NodeProto> nodes = new ArrayList<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            NodeProto node = graph.nodes().get(i);
            if (passesGradients(node) && node.outputs().stream().anyMatch(needed::contains)) {
                Set<String> reads = new HashSet<>(carriers(node));
                reads.retainAll(reached);
                if (!reads.isEmpty()) {
                    needed.addAll(reads);
                    nodes.add(node);
                }
            }
        }
        Collections.reverse(nodes);
        for (String layer : layers) {
            if (!needed.contains(layer)) {
                throw new UnsupportedModelException("Cannot explain at layer '" + layer + "': the score '" + score
                        + "' does not depend on it by any path that has a derivative. Choose a layer between the input and"
                        + " the score.");
            }
        }
        needed.retainAll(reached);
        return new Tail(graph, score, nodes, needed);
    }

    static boolean passesGradients(NodeProto node) {
        if (!node.domain().isEmpty()) {
            return true;
        }
        if (node.opType().equals("Cast") && node.attributes().get("to") instanceof AttributeValue.Int to) {
            return DataType.of(to.value()).map(DataType::differentiable).orElse(true);
        }
        return !STOPS.contains(node.opType());
    }

    /** Lists the values whose elements, not only their type, enter into the outputs of a node. */
    private static Set<String> carriers(NodeProto node) {
        return node.opType().equals("CastLike") && !node.inputs().isEmpty()
                ? Set.of(node.inputs().get(0))
                : GraphOrder.reads(node);
    }

    /** Says why an operator without a rule has none, as the rest of a sentence about it. */
    static String obstacle(NodeProto node) {
        String operator = node.qualifiedType();
        if (operator.equals("If")) {
            return "lets the data decide which branch runs, and so has no exact gradient rule"
                    + " (export with a fixed condition, for example by tracing instead of scripting)";
        }
        if (operator.equals("Loop") || operator.equals("Scan")) {
            return "is a loop, and has no exact gradient rule (export the model with its loop unrolled, for example by tracing"
                    + " instead of scripting)";
        }
        if (node.domain().equals("com.microsoft.nchwc")) {
            return "works in the blocked layout of one processor, and has no exact gradient rule (optimise the original model"
                    + " again with at most the level 'extended', ORT_ENABLE_EXTENDED)";
        }
        if (INTEGER_ARITHMETIC.contains(node.opType()) || node.opType().startsWith("QLinear")) {
            return "computes with integers, and has no exact gradient rule (quantise the float model with QuantizeLinear and"
                    + " DequantizeLinear nodes instead: QuantFormat.QDQ)";
        }
        return "has no exact gradient rule";
    }

    private void requireRules(List<String> layers) {
        List<NodeProto> refused =
                nodes.stream().filter(node -> !GradientRules.knows(node)).toList();
        if (!refused.isEmpty()) {
            throw Refusals.of(
                    this,
                    layers,
                    refused.stream()
                            .map(node -> new Refusals.Refusal(node, obstacle(node)))
                            .toList());
        }
    }

    /**
     * Returns the score.
     *
     * @return name of the value that is differentiated
     */
    public String score() {
        return score;
    }

    /**
     * Returns the graph.
     *
     * @return the graph this tail is part of
     */
    public GraphIndex graph() {
        return graph;
    }

    /**
     * Returns the operators of the tail.
     *
     * @return nodes in topological order
     */
    public List<NodeProto> nodes() {
        return nodes;
    }

    /**
     * Says whether a gradient flows through a value.
     *
     * @param value name of a value
     * @return true if it depends on a layer and the score depends on it
     */
    public boolean isActive(String value) {
        return active.contains(value);
    }

    /** Says whether a value holds integers that stand for real numbers: a quantised value, or elements of one. */
    boolean isQuantized(String value) {
        return graph.producer(value)
                .filter(node -> node.opType().equals("QuantizeLinear")
                        || (MOVES.contains(node.opType())
                                && node.domain().isEmpty()
                                && isQuantized(node.inputs().get(0))))
                .isPresent();
    }

    /**
     * Lists what a probe run has to measure: every value that the tail's operators read or make, and the score.
     *
     * <p>Shapes and types are needed for all of them, and the elements of integer values of at most 64 elements. Values
     * that are initializers are known from the file and left out; inputs of the model are listed.
     *
     * @return names of values, in no particular order
     */
    public Set<String> probes() {
        Set<String> probes = new LinkedHashSet<>(Set.of(score));
        for (NodeProto node : nodes) {
            probes.addAll(node.inputs());
            probes.addAll(node.outputs());
        }
        probes.remove("");
        probes.removeIf(name -> graph.constant(name).isPresent());
        return probes;
    }
}
