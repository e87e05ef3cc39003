package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.DataType;

/**
 * Differentiates a part of a graph in reverse mode: from values with cotangents back to the values whose gradients are wanted,
 * and no further. Gradients of values that hang on each other are total ones.
 */
final class Differentiator {
    private final Rules rules;
    private final Emitter emit;
    private final Paths paths;
    private final Map<Value, List<Value>> whole = new HashMap<>();
    private final Map<Value, List<Item>> items = new HashMap<>();
    private final Replacements replacements = new Replacements();

    private record Item(Value index, Value cotangent) {}

    Differentiator(Rules rules, Emitter emit, Paths paths) {
        this.rules = rules;
        this.emit = emit;
        this.paths = paths;
    }

    /**
     * Adds the nodes.
     *
     * @param cotangents those of the values that are differentiated
     * @return the gradients of the paths' targets; none where no way leads to a target
     */
    Map<Value, Value> gradients(Map<Value, Value> cotangents) {
        cotangents.forEach(this::give);
        List<Node> nodes = paths.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            pullBack(nodes.get(i));
        }
        Map<Value, Value> gradients = new LinkedHashMap<>();
        for (Value target : paths.targets()) {
            total(target).ifPresent(gradient -> gradients.put(target, gradient));
        }
        return gradients;
    }

    /** Returns the loops that must run in place of others. */
    Replacements replacements() {
        return replacements;
    }

    private void give(Value value, Value cotangent) {
        whole.computeIfAbsent(value, any -> new ArrayList<>()).add(cotangent);
    }

    private void pullBack(Node node) {
        Map<Integer, Value> cotangents = new HashMap<>();
        for (int i = 0; i < node.types().size(); i++) {
            int output = i;
            total(node.output(i)).ifPresent(cotangent -> cotangents.put(output, cotangent));
        }
        Set<Integer> wanted = new HashSet<>();
        for (int input = 0; input < node.inputs().size(); input++) {
            if (paths.isActive(node.input(input))) {
                wanted.add(input);
            }
        }
        if (cotangents.isEmpty() || wanted.isEmpty() || Rules.isConstant(node)) {
            return;
        }
        GradientRule rule = rules.find(node).orElseThrow(() -> new UnsupportedModelException(Paths.obstacle(node)));
        rule.apply(
                node,
                new Pullback(cotangents, wanted, new Pullback.Sink() {
                    @Override
                    public void give(int input, Value cotangent) {
                        Differentiator.this.give(node.input(input), cotangent);
                    }

                    @Override
                    public void giveItem(int input, Value index, Value cotangent) {
                        items.computeIfAbsent(node.input(input), any -> new ArrayList<>())
                                .add(new Item(index, cotangent));
                    }

                    @Override
                    public void replace(Node other) {
                        replacements.add(node, other);
                    }
                }),
                emit);
    }

    /** Returns the sum of what was given for a value, which is complete once all that read it are behind. */
    private Optional<Value> total(Value value) {
        List<Value> given = whole.getOrDefault(value, List.of());
        List<Item> single = items.getOrDefault(value, List.of());
        if (value.type() == DataType.DT_VARIANT) {
            return given.isEmpty() && single.isEmpty() ? Optional.empty() : Optional.of(list(value, given, single));
        }
        if (given.size() < 2) {
            return given.stream().findFirst();
        }
        Value sum = emit.value(
                "AddN",
                given,
                Map.of(
                        "N", Attributes.of((long) given.size()),
                        "T", Attributes.of(value.type())));
        whole.put(value, new ArrayList<>(List.of(sum)));
        return Optional.of(sum);
    }

    private Value list(Value value, List<Value> given, List<Item> single) {
        if (given.size() == 1 && single.isEmpty()) {
            return given.get(0);
        }
        Lists lists = new Lists(emit);
        DataType type = single.isEmpty()
                ? ListRules.itemType(value)
                : single.get(0).cotangent().type();
        Value sum = given.isEmpty() ? lists.zerosLike(value, type) : given.get(0);
        for (Value other : given.subList(Math.min(1, given.size()), given.size())) {
            sum = lists.sum(sum, other, type);
        }
        for (Item item : single) {
            Value before = lists.item(sum, item.index(), type);
            sum = lists.with(sum, item.index(), emit.add(before, item.cotangent()));
        }
        whole.put(value, new ArrayList<>(List.of(sum)));
        items.remove(value);
        return Objects.requireNonNull(sum);
    }
}
