package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.proto.GraphOrder;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells where the patches of a vision transformer still matter. Behind the last attention the score often reads the class
 * token alone, and every map over patches is zero there. The last value of the residual stream in which they matter is what
 * an automatic choice means.
 */
final class PatchReach {
    private static final Set<String> MIXING = Set.of("Attention", "MultiHeadAttention", "GroupQueryAttention");

    private final GraphIndex graph;
    private final Layouts layouts;
    private final Map<String, Boolean> matter = new HashMap<>();
    private final Set<String> residual = new HashSet<>();
    private boolean prefixIsPicked;

    private PatchReach(GraphIndex graph, Layouts layouts) {
        this.graph = graph;
        this.layouts = layouts;
    }

    /** Walks back from a score. */
    static PatchReach to(GraphIndex graph, Layouts layouts, String score) {
        PatchReach reach = new PatchReach(graph, layouts);
        reach.matter.put(score, true);
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            reach.walk(graph.nodes().get(i));
        }
        return reach;
    }

    /** Tells whether an automatic choice may take a value. */
    boolean isEligible(String value) {
        return !prefixIsPicked
                || !layouts.hasPrefix(value)
                || (residual.contains(value) && matter.getOrDefault(value, false));
    }

    private void walk(NodeProto node) {
        List<String> reached =
                node.outputs().stream().filter(matter::containsKey).toList();
        if (reached.isEmpty()) {
            return;
        }
        boolean mixes = !reached.stream().allMatch(layouts::hasPrefix)
                || MIXING.contains(node.opType())
                || (node.opType().equals("MatMul") && node.inputs().stream().noneMatch(graph::isFixed));
        boolean live = mixes || reached.stream().anyMatch(output -> matter.getOrDefault(output, false));
        boolean picks = layouts.picksPrefix(node);
        for (String input : GraphOrder.reads(node)) {
            boolean byToken = layouts.hasPrefix(input);
            prefixIsPicked |= byToken && picks;
            matter.merge(input, !byToken || (live && !picks), Boolean::logicalOr);
        }
        if (node.opType().equals("Add") && node.inputs().stream().noneMatch(graph::isFixed)) {
            residual.addAll(node.inputs());
        }
    }
}
