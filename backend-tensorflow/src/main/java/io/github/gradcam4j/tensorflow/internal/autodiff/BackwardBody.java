package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Copying;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Order;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;

/**
 * Is one step of a loop that goes backward. Its variables are the number of the step, the lists of what the loop's variables
 * were, the invariants, and the cotangents.
 *
 * @param parameters the parameters
 * @param results what they become
 */
record BackwardBody(List<Node> parameters, List<Value> results) {
    static BackwardBody of(Node node, LoopVariables variables, Recording recording, Rules rules, Emitter emit) {
        Body body = node.body("body");
        Node step = parameter(DataType.DT_INT32, emit);
        List<Node> parameters = new ArrayList<>(List.of(step));
        List<Value> results = new ArrayList<>(List.of(emit.subtract(step.output(), emit.whole(1))));
        Map<Value, Value> known = new HashMap<>();
        Lists lists = new Lists(emit);
        for (int variable : recording.recorded()) {
            DataType type = body.parameters().get(variable).types().get(0);
            Node kept = parameter(DataType.DT_VARIANT, emit);
            parameters.add(kept);
            results.add(kept.output());
            known.put(body.parameters().get(variable).output(), lists.item(kept.output(), step.output(), type));
        }
        for (int variable : variables.invariants()) {
            Node same = parameter(body.parameters().get(variable).types().get(0), emit);
            parameters.add(same);
            results.add(same.output());
            known.put(body.parameters().get(variable).output(), same.output());
        }
        Copying copy = new Copying(known).of(body.results());
        Map<Value, Value> seeds = new HashMap<>();
        List<Value> targets = new ArrayList<>();
        List<Node> cotangents = new ArrayList<>();
        for (int variable : variables.differentiated()) {
            Node cotangent = parameter(body.parameters().get(variable).types().get(0), emit);
            cotangents.add(cotangent);
            targets.add(copy.value(body.parameters().get(variable).output()));
            Value result = LoopVariables.source(copy.value(body.results().get(variable)));
            seeds.merge(result, cotangent.output(), emit::add);
        }
        parameters.addAll(cotangents);
        Differentiator differentiator = new Differentiator(rules, emit, new Paths(targets, seeds.keySet()));
        Map<Value, Value> gradients = differentiator.gradients(seeds);
        for (int i = 0; i < targets.size(); i++) {
            Value gradient = gradients.get(targets.get(i));
            if (gradient == null && !targets.get(i).isFloating()) {
                gradient = cotangents.get(i).output(); // an item that nobody reads
            }
            results.add(gradient == null ? emit.zerosLike(targets.get(i)) : gradient);
        }
        List<Value> complete = differentiator.replacements().applied(results);
        requireNoOthers(parameters, complete, node);
        Repeatable.require(complete, node, emit);
        return new BackwardBody(parameters, complete);
    }

    private static Node parameter(DataType type, Emitter emit) {
        return emit.node(Body.PARAMETER, List.of(), Map.of(), Map.of(), List.of(type));
    }

    /** A list that the body fills has no value here: nothing that is differentiated may read it. */
    private static void requireNoOthers(List<Node> parameters, List<Value> results, Node node) {
        for (Node needed : Order.of(results)) {
            if (needed.is(Body.PARAMETER) && !parameters.contains(needed)) {
                throw new UnsupportedModelException("the loop '" + node.name()
                        + "' reads a list again that it fills itself, which has no exact rule");
            }
        }
    }

    /** Returns the loop, from the last step to the first. */
    Node loop(List<Value> start, Emitter emit) {
        List<Node> asked = Recording.parameters(start, emit);
        Value more = emit.value(
                "GreaterEqual",
                List.of(asked.get(0).output(), emit.whole(0)),
                Map.of("T", Attributes.of(DataType.DT_INT32)));
        return emit.node(
                "While",
                start,
                Map.of("T", Attributes.types(start.stream().map(Value::type).toList())),
                Map.of("body", new Body(parameters, results), "cond", new Body(asked, List.of(more))));
    }
}
