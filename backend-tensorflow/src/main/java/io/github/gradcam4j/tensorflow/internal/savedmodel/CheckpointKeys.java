package io.github.gradcam4j.tensorflow.internal.savedmodel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/** Finds what variables are called in the checkpoint, from what would restore them. */
final class CheckpointKeys {
    private final SavedModelFolder model;
    private final Map<String, Key> keys = new HashMap<>();

    /**
     * Names a tensor in a checkpoint.
     *
     * @param name its name
     * @param slice which part of it; empty for all
     */
    record Key(String name, String slice) {}

    private CheckpointKeys(SavedModelFolder model) {
        this.model = model;
    }

    /** Returns the keys by the names of the variables' nodes. */
    static Map<String, Key> of(SavedModelFolder model) {
        CheckpointKeys found = new CheckpointKeys(model);
        String root = model.graph().getSaverDef().getRestoreOpName();
        if (!root.isEmpty()) {
            found.follow(root);
        }
        return found.keys;
    }

    /** Goes through all that the restoring operator needs, control inputs included. */
    private void follow(String root) {
        Deque<String> stack = new ArrayDeque<>(List.of(SavedModelFolder.nodeOf(root)));
        Set<String> entered = new HashSet<>();
        while (!stack.isEmpty()) {
            String name = stack.pop();
            if (!entered.add(name)) {
                continue;
            }
            NodeDef node = model.node(name);
            node.getInputList().forEach(input -> stack.push(SavedModelFolder.nodeOf(input)));
            if (node.getOp().endsWith("PartitionedCall")) {
                FunctionDef function =
                        model.function(node.getAttrOrThrow("f").getFunc().getName());
                Map<String, NodeDef> nodes = new HashMap<>();
                function.getNodeDefList().forEach(inner -> nodes.put(inner.getName(), inner));
                Map<String, String> handles = new HashMap<>();
                for (int i = 0; i < function.getSignature().getInputArgCount(); i++) {
                    String outer = i < node.getInputCount() ? node.getInput(i) : "";
                    handles.put(function.getSignature().getInputArg(i).getName(), SavedModelFolder.nodeOf(outer));
                }
                nodes.values().forEach(inner -> assignment(inner, nodes, name1 -> handles.getOrDefault(name1, name1)));
            }
            assignment(node, null, handle -> handle);
        }
    }

    private void assignment(
            NodeDef node,
            @org.jspecify.annotations.Nullable Map<String, NodeDef> nodes,
            UnaryOperator<String> handles) {
        boolean assigns = node.getOp().equals("Assign") || node.getOp().equals("AssignVariableOp");
        if (assigns && node.getInputCount() >= 2) {
            String handle = handles.apply(SavedModelFolder.nodeOf(node.getInput(0)));
            key(node.getInput(1), nodes).ifPresent(key -> keys.put(handle, key));
        }
    }

    private Optional<Key> key(String input, @org.jspecify.annotations.Nullable Map<String, NodeDef> nodes) {
        String reference = input;
        NodeDef node = node(reference, nodes);
        while (node != null && node.getOp().equals("Identity") && node.getInputCount() > 0) {
            reference = node.getInput(0);
            node = node(reference, nodes);
        }
        if (node == null || !node.getOp().equals("RestoreV2") || node.getInputCount() < 3) {
            return Optional.empty();
        }
        String[] parts = reference.split(":", -1);
        String last = parts[parts.length - 1];
        int number = parts.length > 1 && last.matches("\\d{1,9}") ? Integer.parseInt(last) : 0;
        Optional<String> name = text(node.getInput(1), nodes, number);
        String slice = text(node.getInput(2), nodes, number).orElse("");
        return name.map(found -> new Key(found, slice));
    }

    private Optional<String> text(
            String input, @org.jspecify.annotations.Nullable Map<String, NodeDef> nodes, int number) {
        NodeDef node = node(input, nodes);
        if (node == null || !node.getOp().equals("Const")) {
            return Optional.empty();
        }
        TensorProto tensor = node.getAttrOrThrow("value").getTensor();
        return number < tensor.getStringValCount()
                ? Optional.of(tensor.getStringVal(number).toStringUtf8())
                : tensor.getStringValCount() == 1
                        ? Optional.of(tensor.getStringVal(0).toStringUtf8())
                        : Optional.empty();
    }

    private @org.jspecify.annotations.Nullable NodeDef node(
            String reference, @org.jspecify.annotations.Nullable Map<String, NodeDef> nodes) {
        String name = SavedModelFolder.nodeOf(reference);
        return nodes == null ? model.node(name) : nodes.get(name);
    }
}
