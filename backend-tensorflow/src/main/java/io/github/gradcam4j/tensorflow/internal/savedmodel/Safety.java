package io.github.gradcam4j.tensorflow.internal.savedmodel;

import io.github.gradcam4j.ModelLoadException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.proto.NodeDef;

/**
 * Refuses models that do more than compute. A SavedModel is a program, and TensorFlow has operators that read and write files,
 * open connections and run code: of the operators that a question reaches, control inputs and functions included, each must be
 * one of a list. Restoring the model's own variables and files is done by graphs of our own.
 */
final class Safety {
    private static final Set<String> ALLOWED = read();

    private final SavedModelFolder model;
    private final Set<String> functions = new HashSet<>();
    private final Deque<String> waiting = new ArrayDeque<>();

    Safety(SavedModelFolder model) {
        this.model = model;
    }

    private static Set<String> read() {
        try (InputStream in = Objects.requireNonNull(Safety.class.getResourceAsStream("operators.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Checks all that some nodes outside of functions need.
     *
     * @throws ModelLoadException if an operator is not on the list
     */
    void check(Collection<String> roots) {
        Deque<String> stack = new ArrayDeque<>(roots);
        Set<String> entered = new HashSet<>();
        while (!stack.isEmpty()) {
            String name = stack.pop();
            if (entered.add(name)) {
                NodeDef node = model.node(name);
                check(node, "");
                node.getInputList().forEach(input -> stack.push(SavedModelFolder.nodeOf(input)));
            }
        }
        while (!waiting.isEmpty()) {
            String function = waiting.pop();
            if (model.hasFunction(function) && functions.add(function)) {
                model.function(function).getNodeDefList().forEach(node -> check(node, " in '" + function + "'"));
            }
        }
    }

    private void check(NodeDef node, String place) {
        if (!model.hasFunction(node.getOp()) && !ALLOWED.contains(node.getOp())) {
            throw new ModelLoadException("the model '" + model.name() + "' is refused: its operator '" + node.getOp()
                    + "' ('" + node.getName() + "'" + place
                    + ") is not known to do nothing but compute. Operators that read or"
                    + " write files, open connections or run code are never run. Export the model without it, or open"
                    + " an issue if it does nothing of that kind");
        }
        waiting.addAll(Effects.functions(node));
    }
}
