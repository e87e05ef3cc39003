package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.Rule;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One use of an operator, to be written as steps. The shapes of its first input and output are known.
 *
 * @param proto the use
 * @param flow where the steps go
 */
record Operation(NodeProto proto, GraphFlow flow) {
    Readings readings() {
        return flow.readings();
    }

    List<Long> taken() {
        return Objects.requireNonNull(input(0).shape());
    }

    List<Long> made() {
        return Objects.requireNonNull(output().shape());
    }

    Node input(int index) {
        return flow.node(proto.inputs().get(index));
    }

    /** Returns the inputs that it has. */
    List<Node> inputs() {
        return proto.inputs().stream()
                .filter(input -> !input.isEmpty())
                .map(flow::node)
                .toList();
    }

    /** Returns the outputs that it has: recurrent layers may lack the first. */
    Stream<Node> outputs() {
        return proto.outputs().stream().filter(output -> !output.isEmpty()).map(flow::node);
    }

    Node output() {
        return outputs().findFirst().orElseThrow();
    }

    /** Writes that its first output is made of the inputs. */
    void make(Rule rule) {
        make(rule, inputs(), output());
    }

    void make(Rule rule, List<Node> from, Node to) {
        flow.make(proto.opType(), rule, from, to);
    }

    /** Writes that something is made on the way to an output. */
    Node between(Rule rule, List<Node> from, List<Long> shape) {
        Node between = new Node(output().dtype(), List.copyOf(shape), output().isConstant());
        make(rule, from, between);
        return between;
    }
}
