package io.github.gradcam4j.tensorflow.internal.savedmodel;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.tensorflow.proto.NodeDef;

/** The nodes of one call of a function, or those outside of all, each translated once and only if it is needed. */
final class Scope {
    private final Inliner inliner;
    private final String path;
    private final Map<String, NodeDef> definitions;
    private final Map<String, Value> arguments;
    private final boolean isFunction;
    private final Map<String, List<Value>> done = new HashMap<>();

    Scope(
            Inliner inliner,
            String path,
            Map<String, NodeDef> definitions,
            Map<String, Value> arguments,
            boolean isFunction) {
        this.inliner = inliner;
        this.path = path;
        this.definitions = definitions;
        this.arguments = arguments;
        this.isFunction = isFunction;
    }

    /** Returns values by the names that inputs have here. */
    List<Value> values(List<String> references) {
        references.forEach(reference -> demand(SavedModelFolder.nodeOf(reference)));
        return references.stream().map(this::value).toList();
    }

    /** Translates a node and all that it needs. Without recursion: networks are deep. */
    private void demand(String root) {
        Deque<String> stack = new ArrayDeque<>(List.of(root));
        Set<String> entered = new HashSet<>();
        while (!stack.isEmpty()) {
            String name = stack.element();
            if (arguments.containsKey(name) || done.containsKey(name)) {
                stack.remove();
                continue;
            }
            NodeDef node = definition(name);
            if (entered.add(name)) {
                for (String input : data(node)) {
                    String read = SavedModelFolder.nodeOf(input);
                    if (!arguments.containsKey(read) && !done.containsKey(read)) {
                        if (entered.contains(read)) {
                            throw new UnsupportedModelException("the model '"
                                    + inliner.model().name() + "' has a loop of TensorFlow 1 through '" + read
                                    + "', which cannot be differentiated. Export it with TensorFlow 2, whose loops are"
                                    + " functions");
                        }
                        stack.push(read);
                    }
                }
            } else {
                stack.remove();
                requireUnchanged(node);
                done.put(name, translated(node));
            }
        }
    }

    private List<Value> translated(NodeDef node) {
        List<Value> inputs = data(node).stream().map(this::value).toList();
        return inliner.translate(node, inputs, path.isEmpty() ? node.getName() : path + "/" + node.getName(), this);
    }

    /** Returns the names of all that has a value here. */
    Set<String> names() {
        Set<String> names = new HashSet<>(done.keySet());
        names.addAll(arguments.keySet());
        return names;
    }

    private NodeDef definition(String name) {
        NodeDef node = definitions.get(name);
        if (node == null) {
            throw inliner.model().damaged("there is no node '" + name + "'" + (path.isEmpty() ? "" : " in " + path));
        }
        return node;
    }

    private static List<String> data(NodeDef node) {
        return node.getInputList().stream()
                .filter(input -> !input.startsWith("^"))
                .toList();
    }

    /** The order of effects is not kept: a variable that is read after it was written would have its old value. */
    private void requireUnchanged(NodeDef node) {
        if (!node.getOp().equals("ReadVariableOp")) {
            return;
        }
        for (String input : node.getInputList()) {
            if (input.startsWith("^")
                    && new Effects(inliner.model()).writesVariable(definition(SavedModelFolder.nodeOf(input)))) {
                throw new UnsupportedModelException(
                        "the model '" + inliner.model().name()
                                + "' reads a variable again after it changed it, at '" + node.getName()
                                + "', so its result is no function of its input. Export it for inference");
            }
        }
    }

    /** Names are {@code node}, {@code node:1}, and within functions {@code node:argument:1} or {@code argument}. */
    private Value value(String reference) {
        String[] parts = reference.split(":", -1);
        Value argument = arguments.get(parts[0]);
        if (argument != null) {
            return argument;
        }
        List<Value> outputs = Objects.requireNonNull(done.get(parts[0]));
        int number = number(parts);
        if (number < 0 || number >= outputs.size()) {
            throw inliner.model().damaged("there is no tensor '" + reference + "'");
        }
        return outputs.get(number);
    }

    private int number(String[] parts) {
        try {
            if (parts.length == 1) {
                return 0;
            }
            if (!isFunction) {
                return Integer.parseInt(parts[1]);
            }
            NodeDef node = definition(parts[0]);
            int within = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
            return first(node, parts[1]) + within;
        } catch (NumberFormatException e) {
            throw inliner.model().damaged("'" + String.join(":", parts) + "' names no tensor");
        }
    }

    private int first(NodeDef node, String argument) {
        if (!inliner.isFunction(node.getOp())) {
            return inliner.operators().outputNumber(node.getOp(), node.getAttrMap(), argument);
        }
        var outputs = inliner.definition(node).getOutputArgList();
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).getName().equals(argument)) {
                return i;
            }
        }
        throw inliner.model().damaged("function '" + node.getOp() + "' returns no '" + argument + "'");
    }

    /** Returns the nodes that fill tables, among those that some nodes need, in whatever way. */
    List<Node> effects(Collection<String> roots) {
        List<Node> effects = new ArrayList<>();
        Deque<String> stack = new ArrayDeque<>(roots);
        Set<String> entered = new HashSet<>();
        while (!stack.isEmpty()) {
            String name = stack.pop();
            if (arguments.containsKey(name) || !entered.add(name)) {
                continue;
            }
            NodeDef node = definition(name);
            node.getInputList().forEach(input -> stack.push(SavedModelFolder.nodeOf(input)));
            String calledFrom = path.isEmpty() ? node.getName() : path + "/" + node.getName();
            if (Effects.fillsTable(node.getOp())) {
                effects.add(inliner.node(calledFrom, node.getOp(), inputs(node), Translation.plain(node), Map.of()));
            } else if (node.getOp().endsWith("PartitionedCall")) {
                String function = node.getAttrOrThrow("f").getFunc().getName();
                effects.addAll(inliner.effects(function, inputs(node), calledFrom));
            }
        }
        return effects;
    }

    private List<Value> inputs(NodeDef node) {
        return values(data(node));
    }
}
