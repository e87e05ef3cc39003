package io.github.gradcam4j.tensorflow.internal.savedmodel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.proto.NodeDef;

/** Knows which nodes do something besides computing their outputs. */
final class Effects {
    private static final Set<String> FILLS_TABLE = Set.of(
            "InitializeTable",
            "InitializeTableV2",
            "InitializeTableFromTextFile",
            "InitializeTableFromTextFileV2",
            "LookupTableImport",
            "LookupTableImportV2",
            "LookupTableInsert",
            "LookupTableInsertV2");

    private final SavedModelFolder model;

    Effects(SavedModelFolder model) {
        this.model = model;
    }

    static boolean fillsTable(String operator) {
        return FILLS_TABLE.contains(operator);
    }

    /** Tells whether a node, or what it calls, writes to a variable. */
    boolean writesVariable(NodeDef root) {
        Deque<NodeDef> stack = new ArrayDeque<>(List.of(root));
        Set<String> entered = new HashSet<>();
        while (!stack.isEmpty()) {
            NodeDef node = stack.pop();
            if (isWrite(node.getOp())) {
                return true;
            }
            for (String function : functions(node)) {
                if (model.hasFunction(function) && entered.add(function)) {
                    model.function(function).getNodeDefList().forEach(stack::push);
                }
            }
        }
        return false;
    }

    private static boolean isWrite(String operator) {
        return operator.startsWith("Assign")
                || operator.startsWith("ResourceScatter")
                || operator.startsWith("Scatter") && !operator.startsWith("ScatterNd");
    }

    /** Returns the functions that a node calls. */
    static List<String> functions(NodeDef node) {
        Set<String> functions = new HashSet<>(Set.of(node.getOp()));
        node.getAttrMap().values().forEach(attribute -> {
            functions.add(attribute.getFunc().getName());
            attribute.getList().getFuncList().forEach(function -> functions.add(function.getName()));
        });
        return List.copyOf(functions);
    }
}
