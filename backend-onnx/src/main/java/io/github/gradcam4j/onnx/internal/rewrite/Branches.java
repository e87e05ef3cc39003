package io.github.gradcam4j.onnx.internal.rewrite;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.GraphProto;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Puts the branch that runs in place of every If whose condition is known. Results keep the names that the If gave them. */
final class Branches {
    private final Draft draft;
    private final Function<String, Optional<Boolean>> conditions;
    private boolean folded;

    private Branches(Draft draft, Function<String, Optional<Boolean>> conditions) {
        this.draft = draft;
        this.conditions = conditions;
    }

    /**
     * Folds what can be folded.
     *
     * @param draft the model
     * @param conditions the truth of a value, where it is known
     * @return whether there was something
     */
    static boolean fold(Draft draft, Function<String, Optional<Boolean>> conditions) {
        Branches branches = new Branches(draft, conditions);
        List<NodeProto> out = new ArrayList<>();
        draft.nodes.forEach(node -> branches.fold(node, out));
        draft.nodes = branches.folded ? out : draft.nodes;
        return branches.folded;
    }

    /** Says whether an operator is a choice between two subgraphs. */
    static boolean isIf(NodeProto node) {
        return node.domain().isEmpty()
                && node.opType().equals("If")
                && node.inputs().size() == 1
                && node.attributes().get("then_branch") instanceof AttributeValue.Graph
                && node.attributes().get("else_branch") instanceof AttributeValue.Graph;
    }

    private void fold(NodeProto node, List<NodeProto> out) {
        Optional<Boolean> truth = isIf(node) ? conditions.apply(node.inputs().get(0)) : Optional.empty();
        if (truth.isEmpty()) {
            out.add(node);
            return;
        }
        folded = true;
        draft.names.drop(branch(node, !truth.get()));
        for (NodeProto inner : inlined(node, branch(node, truth.get()))) {
            fold(inner, out);
        }
    }

    private static GraphProto branch(NodeProto node, boolean truth) {
        if (node.attributes().get(truth ? "then_branch" : "else_branch") instanceof AttributeValue.Graph graph) {
            return graph.value();
        }
        throw new IllegalStateException("An If without branches was not recognised.");
    }

    private List<NodeProto> inlined(NodeProto node, GraphProto branch) {
        Set<String> made = new HashSet<>();
        branch.nodes().forEach(inner -> made.addAll(inner.outputs()));
        Map<String, String> values = new HashMap<>();
        List<NodeProto> passed = new ArrayList<>();
        for (int i = 0; i < Math.min(node.outputs().size(), branch.outputs().size()); i++) {
            String inner = branch.outputs().get(i).name();
            String outer = node.outputs().get(i);
            if (outer.isEmpty()) {
                continue;
            }
            if (!made.contains(inner) || values.putIfAbsent(inner, outer) != null) {
                passed.add(
                        new NodeProto("", "", "Identity", List.of(inner), List.of(outer), Map.of(), node.metadata()));
            }
        }
        String prefix = node.label() + "/";
        made.addAll(branch.initializers().stream().map(TensorProto::name).toList());
        made.stream()
                .filter(name -> !name.isEmpty() && !values.containsKey(name) && !draft.names.isUnique(name))
                .forEach(name -> values.put(name, draft.names.fresh(prefix + name)));
        Copier copier = new Copier(value -> values.getOrDefault(value, value), name -> name, Map.of(), node.metadata());
        branch.initializers().forEach(constant -> draft.added.add(copier.copy(constant)));
        List<NodeProto> nodes =
                new ArrayList<>(branch.nodes().stream().map(copier::copy).toList());
        passed.forEach(identity -> nodes.add(copier.copy(identity)));
        return nodes;
    }
}
