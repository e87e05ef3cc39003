package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.proto.GraphOrder;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells where more than one position still matters for a score. Behind the last attention or recurrence the score often reads
 * one token alone, the first or the last, and every map is zero elsewhere.
 */
final class PositionReach {
    private static final Set<String> MIXING = Set.of(
            "Attention",
            "MultiHeadAttention",
            "GroupQueryAttention",
            "LSTM",
            "GRU",
            "RNN",
            "CumSum",
            "InstanceNormalization",
            "GroupNormalization",
            "Einsum");
    private static final Set<String> WINDOWS =
            Set.of("Conv", "ConvTranspose", "FusedConv", "MaxPool", "AveragePool", "LpPool", "QLinearConv");

    private final GraphIndex graph;
    private final ValueLayouts layouts;
    private final Picks picks;
    private final Map<String, Boolean> matter = new HashMap<>();

    private PositionReach(GraphIndex graph, ValueLayouts layouts) {
        this.graph = graph;
        this.layouts = layouts;
        this.picks = new Picks(layouts);
    }

    /** Walks back from a score. */
    static PositionReach to(GraphIndex graph, ValueLayouts layouts, String score) {
        PositionReach reach = new PositionReach(graph, layouts);
        reach.matter.put(score, true);
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            reach.walk(graph.nodes().get(i));
        }
        return reach;
    }

    /** Tells whether the score depends on a value by more than one position, or by none that is known. */
    boolean matters(String value) {
        return matter.getOrDefault(value, false);
    }

    private void walk(NodeProto node) {
        List<String> reached = node.outputs().stream()
                .filter(output -> matter.containsKey(output) && layouts.carries(output))
                .toList();
        if (reached.isEmpty()) {
            return;
        }
        boolean live = mixes(node, reached) || reached.stream().anyMatch(this::matters);
        boolean picked = picks.onePosition(node);
        for (String input : GraphOrder.reads(node)) {
            boolean dropped = picked && input.equals(node.inputs().get(0));
            matter.merge(input, !layouts.hasPositions(input) || (live && !dropped), Boolean::logicalOr);
        }
    }

    /** Tells whether one position of a result depends on several of an input. */
    private boolean mixes(NodeProto node, List<String> outputs) {
        boolean product =
                node.opType().endsWith("MatMul") && node.inputs().stream().noneMatch(graph::isFixed);
        return product
                || MIXING.contains(node.opType())
                || (WINDOWS.contains(node.opType()) && isWide(node))
                || (node.opType().endsWith("Softmax") && isOverPositions(node))
                || !outputs.stream().allMatch(layouts::hasPositions);
    }

    private boolean isWide(NodeProto node) {
        return node.input(1)
                .flatMap(layouts.readings()::shape)
                .filter(weight -> weight.stream().skip(2).allMatch(size -> size == 1))
                .isEmpty();
    }

    private boolean isOverPositions(NodeProto node) {
        return layouts.arrangement(node.inputs().get(0))
                .filter(axes -> axes.hasPositions(Readings.axis(node, -1, axes.rank())))
                .isPresent();
    }
}
