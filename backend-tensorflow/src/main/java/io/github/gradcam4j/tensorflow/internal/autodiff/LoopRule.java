package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Differentiates loops. The loop runs once more with a memory: it keeps what its variables were in each step. Then another loop
 * goes through the steps backward, computes each again from what they were, and carries the cotangents of the variables. So the
 * body is differentiated once, however many steps there are.
 */
record LoopRule(Rules rules) implements GradientRule {
    @Override
    public void apply(Node node, Pullback pullback, Emitter emit) {
        LoopVariables variables = LoopVariables.of(node, pullback.cotangents().keySet(), pullback.wanted());
        List<Integer> carried = variables.differentiated();
        if (carried.isEmpty()) {
            return;
        }
        Recording recording = Recording.of(node, variables, emit);
        pullback.replace(recording.loop());
        BackwardBody backward = BackwardBody.of(node, variables, recording, rules, emit);
        List<Value> start = new ArrayList<>(List.of(emit.subtract(recording.steps(), emit.whole(1))));
        start.addAll(recording.kept());
        variables.invariants().forEach(variable -> start.add(node.input(variable)));
        Map<Integer, Integer> places = new HashMap<>();
        for (int variable : carried) {
            places.put(variable, start.size());
            start.add(cotangent(node, variable, pullback, recording, emit));
        }
        Node loop = backward.loop(start, emit);
        for (int variable : pullback.wanted()) {
            if (places.containsKey(variable)) {
                pullback.give(variable, loop.output(Objects.requireNonNull(places.get(variable))));
            }
        }
    }

    private static Value cotangent(Node node, int variable, Pullback pullback, Recording recording, Emitter emit) {
        Value given = pullback.cotangents().get(variable);
        if (given != null) {
            return given;
        }
        Value value = recording.output(variable);
        return value.isFloating()
                ? emit.zerosLike(value)
                : new Lists(emit).zerosLike(value, ListRules.itemType(node.input(variable)));
    }
}
