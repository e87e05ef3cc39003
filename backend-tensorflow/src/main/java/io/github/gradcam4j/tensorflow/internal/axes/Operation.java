package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.internal.axes.ChannelOrder;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.Rule;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.tensorflow.proto.AttrValue;

/**
 * One use of an operator, to be written as steps. What it asks for and what is not known is an exception: then nothing is said
 * about the results.
 *
 * @param use the node of the network
 * @param flow where the steps go
 */
record Operation(io.github.gradcam4j.tensorflow.internal.graph.Node use, GraphFlow flow) {
    /** Returns the shape of the first input. */
    List<Long> taken() {
        return shape(input(0));
    }

    /** Returns the shape of the first output. */
    List<Long> made() {
        return shape(output());
    }

    static List<Long> shape(Node node) {
        return Objects.requireNonNull(node.shape());
    }

    Node input(int index) {
        return flow.node(use.input(index));
    }

    List<Node> inputs() {
        return use.inputs().stream().map(flow::node).toList();
    }

    Node output() {
        return output(0);
    }

    Node output(int index) {
        return flow.node(use.output(index));
    }

    List<Node> outputs() {
        return IntStream.range(0, use.types().size()).mapToObj(this::output).toList();
    }

    /** Returns the whole numbers that an input has. */
    List<Long> numbers(int index) {
        return flow.readings().numbers(use.input(index)).orElseThrow();
    }

    /** Returns the axes that an input names, counted from the front, in ascending order. */
    List<Integer> axes(int index, int rank) {
        return axes(numbers(index), rank);
    }

    static List<Integer> axes(List<Long> named, int rank) {
        return named.stream().map(axis -> axis(axis, rank)).sorted().toList();
    }

    static int axis(long axis, int rank) {
        return Objects.checkIndex((int) (axis < 0 ? axis + rank : axis), rank);
    }

    private AttrValue attribute(String name) {
        return flow.attribute(use, name).orElseThrow();
    }

    long number(String attribute) {
        return attribute(attribute).getI();
    }

    boolean flag(String attribute) {
        return attribute(attribute).getB();
    }

    List<Long> list(String attribute) {
        return attribute(attribute).getList().getIList();
    }

    String text(String attribute) {
        return attribute(attribute).getS().toStringUtf8();
    }

    /** Returns where the operator has channels, as its attribute says. */
    ChannelOrder order() {
        return text("data_format").startsWith("NC") ? ChannelOrder.FIRST : ChannelOrder.LAST;
    }

    /** Writes that the first output is made of the inputs. */
    void make(Rule rule) {
        make(rule, inputs());
    }

    /** Writes that the first output is made of some nodes. */
    void make(Rule rule, List<Node> from) {
        make(rule, from, output());
    }

    void make(Rule rule, List<Node> from, Node to) {
        flow.make(use.operator(), rule, from, to);
    }

    /** Writes that something is made on the way to an output. */
    Node between(Rule rule, List<Node> from, List<Long> shape) {
        Node between = new Node(output().dtype(), List.copyOf(shape), output().isConstant());
        make(rule, from, between);
        return between;
    }

    /** Returns the value that an input is, behind what hands it on. */
    Value source(int index) {
        return flow.source(use.input(index));
    }
}
