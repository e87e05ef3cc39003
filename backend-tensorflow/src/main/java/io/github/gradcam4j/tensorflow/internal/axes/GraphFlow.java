package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.internal.axes.Dataflow;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.Rule;
import io.github.gradcam4j.internal.axes.Step;
import io.github.gradcam4j.tensorflow.internal.engine.Tensors;
import io.github.gradcam4j.tensorflow.internal.graph.Network;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import io.github.gradcam4j.tensorflow.internal.graph.Order;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.AttrValue;

/** A network as steps whose rules say what they do to axes; what is the same for all inputs has none. */
final class GraphFlow {
    private final Readings readings;
    private final Operators operators;
    private final FixedValues fixed;
    private final Map<Value, Node> nodes = new HashMap<>();
    private final List<Node> inputs = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Set<Node> made = new HashSet<>();

    private GraphFlow(Readings readings, Operators operators, FixedValues fixed) {
        this.readings = readings;
        this.operators = operators;
        this.fixed = fixed;
    }

    static GraphFlow of(Network network, Operators operators, Readings readings) {
        List<io.github.gradcam4j.tensorflow.internal.graph.Node> order =
                Order.of(network.outputs().values());
        GraphFlow flow = new GraphFlow(readings, operators, new FixedValues(order));
        network.inputs().values().forEach(input -> flow.inputs.add(flow.node(input.output())));
        order.forEach(flow::add);
        return flow;
    }

    Dataflow dataflow() {
        return new Dataflow(steps, inputs);
    }

    Optional<Node> find(Value value) {
        return Optional.ofNullable(nodes.get(value));
    }

    private void add(io.github.gradcam4j.tensorflow.internal.graph.Node use) {
        Operation operation = new Operation(use, this);
        if (operation.outputs().stream().allMatch(Node::isConstant)) {
            return;
        }
        try {
            Translations.of(use.operator()).ifPresent(operator -> operator.apply(operation));
        } catch (RuntimeException e) {
            // A network may be of any form: what cannot be read here says nothing about axes.
        }
        for (Node output : operation.outputs()) {
            if (!made.contains(output)) {
                make(use.operator(), Rule.NOTHING, operation.inputs(), output);
            }
        }
    }

    void make(String operator, Rule rule, List<Node> from, Node to) {
        made.add(to);
        if (!to.isConstant() && !from.isEmpty()) {
            steps.add(new Step(operator, rule, from, to));
        }
    }

    Readings readings() {
        return readings;
    }

    Optional<AttrValue> attribute(io.github.gradcam4j.tensorflow.internal.graph.Node use, String name) {
        return operators.attribute(use, name);
    }

    boolean isFixed(Value value) {
        return fixed.contains(value);
    }

    Node node(Value value) {
        return nodes.computeIfAbsent(
                value,
                one -> new Node(
                        Tensors.type(one.type()).orElse(null),
                        readings.shape(one).orElse(null),
                        fixed.contains(one)));
    }

    /** Returns the value that is handed on to here. */
    Value source(Value value) {
        Value source = value;
        while (source.node().is("Identity")) {
            source = source.node().input(0);
        }
        return source;
    }
}
