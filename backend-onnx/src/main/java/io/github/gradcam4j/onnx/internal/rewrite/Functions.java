package io.github.gradcam4j.onnx.internal.rewrite;

import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.FunctionProto;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the operators of the model's own functions in place of their calls. The results of a call keep their names; values
 * inside of it are named {@code CALL/VALUE}.
 */
final class Functions {
    /** A few nested functions can describe more operators than fit any memory. */
    private static final int MOST_NODES = 200_000;
    /** No exporter nests modules deeper. */
    private static final int DEEPEST = 200;

    private final Draft draft;
    private final Map<String, FunctionProto> functions = new HashMap<>();
    private int made;
    private boolean left;

    private Functions(Draft draft) {
        this.draft = draft;
        draft.original.functions().forEach(f -> functions.put(key(f.domain(), f.name()), f));
    }

    static boolean needed(Draft draft) {
        return !draft.original.functions().isEmpty();
    }

    static void inline(Draft draft) {
        Functions inliner = new Functions(draft);
        draft.nodes = inliner.inlined(draft.nodes, 0);
        draft.calls = inliner.left;
    }

    private static String key(String domain, String name) {
        return domain + "::" + name;
    }

    private List<NodeProto> inlined(List<NodeProto> nodes, int depth) {
        List<NodeProto> out = new ArrayList<>(nodes.size());
        for (NodeProto node : nodes) {
            FunctionProto function = functions.get(key(node.domain(), node.opType()));
            if (function == null) {
                out.add(Graphs.withinSubgraphs(node, inner -> inlined(inner, depth)));
                count(1);
            } else if (OperatorSets.agree(function, draft.opsets)) {
                function.opsets().forEach(draft.opsets::putIfAbsent);
                if (depth > Math.min(functions.size(), DEEPEST)) {
                    throw new ModelLoadException("Cannot load the model: its function '" + function.name() + "' "
                            + (functions.size() > DEEPEST ? "is nested too deep" : "calls itself")
                            + ". Export it again.");
                }
                out.addAll(inlined(body(node, function), depth + 1));
            } else {
                left = true;
                out.add(node);
            }
        }
        return out;
    }

    private void count(int nodes) {
        made += nodes;
        if (made > MOST_NODES) {
            throw new ModelLoadException("Cannot load the model: its functions unfold to more than " + MOST_NODES
                    + " operators. Export it again with its functions inlined.");
        }
    }

    private List<NodeProto> body(NodeProto call, FunctionProto function) {
        count(function.nodes().size());
        Map<String, String> values = new HashMap<>();
        Set<String> inputs = new HashSet<>();
        for (int i = 0; i < function.inputs().size(); i++) {
            inputs.add(function.inputs().get(i));
            values.put(function.inputs().get(i), call.input(i).orElse(""));
        }
        List<NodeProto> passed = new ArrayList<>();
        for (int i = 0; i < function.outputs().size(); i++) {
            String formal = function.outputs().get(i);
            if (call.output(i).isEmpty()) {
                continue;
            }
            String actual = call.output(i).get();
            if (inputs.contains(formal) || values.containsKey(formal)) {
                passed.add(new NodeProto(
                        "",
                        "",
                        "Identity",
                        List.of(values.getOrDefault(formal, "")),
                        List.of(actual),
                        Map.of(),
                        call.metadata()));
            } else {
                values.put(formal, actual);
            }
        }
        String prefix = call.label() + "/";
        Map<String, AttributeValue> attributes = new HashMap<>(function.defaults());
        attributes.putAll(call.attributes());
        Copier copier = new Copier(
                value -> values.computeIfAbsent(value, name -> draft.names.fresh(prefix + name)),
                name -> name.isEmpty() ? name : prefix + name,
                attributes,
                call.metadata());
        List<NodeProto> body =
                new ArrayList<>(function.nodes().stream().map(copier::copy).toList());
        body.addAll(passed);
        return body;
    }
}
