package io.github.gradcam4j.tensorflow.internal.graph;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** One use of an operator in a flat graph. Immutable; two nodes are the same only if they are one object. */
public final class Node {
    /**
     * Operator of nodes that hand on what they read, and have a derivative of their own as body {@code gradient}: it takes the
     * cotangents of the outputs and the inputs behind these, and returns the cotangents of the last outputs. It runs as
     * {@code IdentityN}.
     */
    public static final String CUSTOM_GRADIENT = "_CustomGradient";

    private final String name;
    private final String operator;
    private final List<Value> inputs;
    private final Map<String, AttrValue> attributes;
    private final Map<String, Body> bodies;
    private final List<DataType> types;

    /**
     * Creates a node.
     *
     * @param name unique among the nodes of a graph; its parts, with {@code /} between them, are scopes
     * @param operator such as {@code Conv2D}
     * @param inputs what it reads, without control inputs
     * @param attributes its attributes but functions, without those that start with an underscore
     * @param bodies its functions, by attribute
     * @param types the element types of its outputs
     */
    public Node(
            String name,
            String operator,
            List<Value> inputs,
            Map<String, AttrValue> attributes,
            Map<String, Body> bodies,
            List<DataType> types) {
        this.name = name;
        this.operator = operator;
        this.inputs = List.copyOf(inputs);
        this.attributes = Map.copyOf(attributes);
        this.bodies = Map.copyOf(bodies);
        this.types = List.copyOf(types);
    }

    public String name() {
        return name;
    }

    public String operator() {
        return operator;
    }

    public List<Value> inputs() {
        return inputs;
    }

    public Value input(int index) {
        return inputs.get(index);
    }

    public Map<String, AttrValue> attributes() {
        return attributes;
    }

    public Map<String, Body> bodies() {
        return bodies;
    }

    /** Returns a function that the operator must have. */
    public Body body(String attribute) {
        return Objects.requireNonNull(bodies.get(attribute), attribute);
    }

    /** Returns the element types of the outputs. */
    public List<DataType> types() {
        return types;
    }

    /** Returns one of the outputs. */
    public Value output(int index) {
        return new Value(this, index);
    }

    /** Returns the first output. */
    public Value output() {
        return output(0);
    }

    public boolean is(String other) {
        return operator.equals(other);
    }

    /** Returns an attribute; empty if it is left out, as those with their default value are. */
    public Optional<AttrValue> attribute(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** Returns the same node with other inputs. */
    public Node withInputs(List<Value> others) {
        return new Node(name, operator, others, attributes, bodies, types);
    }

    /** Returns the node as TensorFlow runs it. */
    public Node runnable() {
        return is(CUSTOM_GRADIENT)
                ? new Node(
                        name,
                        "IdentityN",
                        inputs.subList(0, types.size()),
                        Map.of("T", Attributes.types(types)),
                        Map.of(),
                        types)
                : this;
    }

    /** Tells whether numbers of a type can carry gradients. */
    public static boolean isFloating(DataType type) {
        return type == DataType.DT_FLOAT
                || type == DataType.DT_HALF
                || type == DataType.DT_BFLOAT16
                || type == DataType.DT_DOUBLE;
    }

    @Override
    public String toString() {
        return name + " = " + operator + inputs;
    }
}
