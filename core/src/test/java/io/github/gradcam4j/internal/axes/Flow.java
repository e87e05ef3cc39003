package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A network of steps that are written one by one. */
final class Flow {
    private final List<Step> steps = new ArrayList<>();
    private final List<Node> inputs = new ArrayList<>();

    static List<Long> shape(long... sizes) {
        return Arrays.stream(sizes).boxed().toList();
    }

    /** Returns what one rule makes of an arrangement. */
    static Arrangement after(Rule rule, Arrangement before, List<Long> shape) {
        Node from = new Node(
                DType.FLOAT32, before.axes().stream().map(Arrangement::size).toList(), false);
        Step step = new Step("", rule, List.of(from), new Node(DType.FLOAT32, shape, false));
        Known known = new Known();
        known.learn(from, before);
        rule.forward(step, known);
        return known.find(step.output()).orElseThrow();
    }

    Node input(long... sizes) {
        Node input = new Node(DType.FLOAT32, shape(sizes), false);
        inputs.add(input);
        return input;
    }

    Node constant(long... sizes) {
        return new Node(DType.FLOAT32, shape(sizes), true);
    }

    Step step(Rule rule, List<Node> from, long... sizes) {
        Step step = new Step("", rule, from, new Node(DType.FLOAT32, shape(sizes), false));
        steps.add(step);
        return step;
    }

    Node made(Rule rule, Node from, long... sizes) {
        return step(rule, List.of(from), sizes).output();
    }

    Dataflow dataflow() {
        return new Dataflow(steps, inputs);
    }

    String layout(Node node) {
        return Layouts.of(dataflow()).layout(node).toString();
    }
}
