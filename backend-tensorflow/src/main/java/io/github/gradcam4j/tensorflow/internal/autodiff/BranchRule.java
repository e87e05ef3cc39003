package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Copying;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.tensorflow.proto.AttrValue;

/** Differentiates a choice of branches: the same choice, of their derivatives. */
record BranchRule(Rules rules) implements GradientRule {
    @Override
    public void apply(Node node, Pullback pullback, Emitter emit) {
        List<Integer> given = List.copyOf(new TreeSet<>(pullback.cotangents().keySet()));
        List<Integer> wanted = List.copyOf(new TreeSet<>(pullback.wanted()));
        List<Value> inputs = new ArrayList<>(node.inputs());
        given.forEach(output -> inputs.add(
                java.util.Objects.requireNonNull(pullback.cotangents().get(output))));
        List<Value> arguments = inputs.subList(1, inputs.size());
        Map<String, Body> bodies = new HashMap<>();
        node.bodies().forEach((name, body) -> {
            Body backward = backward(body, arguments, given, wanted, emit);
            Repeatable.require(backward.results(), node, emit);
            bodies.put(name, backward);
        });
        List<Value> results = bodies.values().iterator().next().results();
        Map<String, AttrValue> attributes = new HashMap<>();
        attributes.put(
                "Tin", Attributes.types(arguments.stream().map(Value::type).toList()));
        attributes.put(
                "Tout", Attributes.types(results.stream().map(Value::type).toList()));
        if (!node.operator().endsWith("Case")) {
            attributes.put("Tcond", Attributes.of(node.input(0).type()));
        }
        Node choice = emit.node(node.operator(), inputs, attributes, bodies);
        for (int i = 0; i < wanted.size(); i++) {
            pullback.give(wanted.get(i), choice.output(i));
        }
    }

    private Body backward(Body body, List<Value> arguments, List<Integer> given, List<Integer> wanted, Emitter emit) {
        List<Node> parameters = Recording.parameters(arguments, emit);
        Copying copy = Recording.copy(body, parameters);
        Map<Value, Value> seeds = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            Value cotangent = parameters.get(body.parameters().size() + i).output();
            seeds.merge(copy.value(body.results().get(given.get(i))), cotangent, emit::add);
        }
        List<Value> targets =
                wanted.stream().map(input -> parameters.get(input - 1).output()).toList();
        Differentiator differentiator = new Differentiator(rules, emit, new Paths(targets, seeds.keySet()));
        Map<Value, Value> gradients = differentiator.gradients(seeds);
        List<Value> results = new ArrayList<>();
        targets.forEach(target -> {
            Value gradient = gradients.get(target);
            results.add(gradient == null ? emit.zerosLike(target) : gradient);
        });
        return new Body(parameters, differentiator.replacements().applied(results));
    }
}
