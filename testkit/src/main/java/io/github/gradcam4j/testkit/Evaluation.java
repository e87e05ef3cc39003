package io.github.gradcam4j.testkit;

import io.github.gradcam4j.testkit.Node.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The values of all nodes for one item; {@code cut} is a node whose value was replaced, or -1. */
record Evaluation(ReferenceNetwork network, List<Field> values, int cut) {
    static Evaluation of(ReferenceNetwork network, Field input) {
        List<Field> values = new ArrayList<>();
        for (Node node : network.nodes()) {
            values.add(node.op() == Op.INPUT ? input : Operators.forward(node, inputs(node, values)));
        }
        return new Evaluation(network, values, -1);
    }

    /** Returns the values after replacing one; nodes that do not depend on it keep theirs. */
    Evaluation replay(int replaced, Field value) {
        List<Field> changed = new ArrayList<>(values);
        changed.set(replaced, value);
        boolean[] depends = new boolean[values.size()];
        depends[replaced] = true;
        for (int n = replaced + 1; n < values.size(); n++) {
            Node node = network.nodes().get(n);
            if (node.inputs().stream().anyMatch(input -> depends[input])) {
                depends[n] = true;
                changed.set(n, Operators.forward(node, inputs(node, changed)));
            }
        }
        return new Evaluation(network, changed, replaced);
    }

    /** Returns the gradients of all nodes for a gradient of one; empty where none arrives. */
    List<Optional<Field>> gradients(int from, Field seed) {
        List<Optional<Field>> gradients = new ArrayList<>();
        for (int n = 0; n < values.size(); n++) {
            gradients.add(Optional.empty());
        }
        gradients.set(from, Optional.of(seed));
        for (int n = from; n > 0; n--) {
            if (gradients.get(n).isEmpty() || n == cut) {
                continue;
            }
            Node node = network.nodes().get(n);
            List<Field> back = Operators.backward(
                    node, inputs(node, values), values.get(n), gradients.get(n).get());
            for (int i = 0; i < back.size(); i++) {
                int input = node.inputs().get(i);
                Field sum = values.get(input).zero();
                gradients.get(input).ifPresent(sum::add);
                sum.add(back.get(i));
                gradients.set(input, Optional.of(sum));
            }
        }
        return gradients;
    }

    private static List<Field> inputs(Node node, List<Field> values) {
        return node.inputs().stream().map(values::get).toList();
    }
}
