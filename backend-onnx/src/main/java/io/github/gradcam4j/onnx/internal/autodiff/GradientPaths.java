package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.GraphOrder;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells for every value whether the score depends on it by paths that have derivatives, and what stands on them. Immutable. */
public final class GradientPaths {
    private static final String CLEAR = "";

    private final Map<String, String> obstacles;
    private final Set<String> rounded;

    private GradientPaths(Map<String, String> obstacles, Set<String> rounded) {
        this.obstacles = obstacles;
        this.rounded = rounded;
    }

    /**
     * Walks back from a score.
     *
     * @param graph the graph
     * @param score name of the score
     * @return the paths that lead to it
     */
    public static GradientPaths to(GraphIndex graph, String score) {
        Map<String, String> obstacles = new HashMap<>(Map.of(score, CLEAR));
        Set<String> rounded = new HashSet<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            NodeProto node = graph.nodes().get(i);
            Optional<String> behind = node.outputs().stream()
                    .filter(obstacles::containsKey)
                    .map(obstacles::get)
                    .reduce((a, b) -> a.isEmpty() ? b : a);
            if (behind.isEmpty() || !Tail.passesGradients(node)) {
                continue;
            }
            String here = !behind.get().isEmpty() || GradientRules.find(node).isPresent()
                    ? behind.get()
                    : node.qualifiedType() + " (node '" + node.label() + "') " + Tail.obstacle(node);
            boolean rounds = node.opType().equals("QuantizeLinear")
                    || node.outputs().stream().anyMatch(rounded::contains);
            for (String input : GraphOrder.reads(node)) {
                if (rounds) {
                    rounded.add(input);
                }
                obstacles.merge(input, here, (a, b) -> a.isEmpty() ? b : a);
            }
        }
        return new GradientPaths(obstacles, rounded);
    }

    /**
     * Says whether a quantisation stands between a value and the score, which gradients pass as if it did not round.
     *
     * @param value name of the value
     * @return true if it does
     */
    public boolean passRounding(String value) {
        return rounded.contains(value);
    }

    /**
     * Says whether the score depends on a value by a path that has a derivative.
     *
     * @param value name of the value
     * @return true if it does
     */
    public boolean reach(String value) {
        return obstacles.containsKey(value);
    }

    /**
     * Says which operator stands between a value and its gradient.
     *
     * @param value name of the value
     * @return the operator nearest to the score that has no exact rule; empty if all have one
     */
    public Optional<String> obstacle(String value) {
        return Optional.ofNullable(obstacles.get(value)).filter(text -> !text.isEmpty());
    }
}
