package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Is one operator while it is differentiated: what a rule may ask and where it leaves its results. */
final class Backward {
    final Emitter emit;
    final Broadcasting shapes;
    private final NodeProto node;
    private final Pullback pullback;
    private final Set<Integer> asked = new HashSet<>();
    private final Set<Integer> given = new HashSet<>();

    Backward(NodeProto node, Pullback pullback) {
        this.node = node;
        this.pullback = pullback;
        this.emit = pullback.emitter();
        this.shapes = pullback.shapes();
    }

    /** Is thrown by {@link #refuse}, and collected before the user sees it. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why, null, false, false);
        }
    }

    NodeProto node() {
        return node;
    }

    GraphIndex graph() {
        return pullback.graph();
    }

    int inputs() {
        return node.inputs().size();
    }

    /** Says whether a gradient flows through this input. */
    boolean wants(int input) {
        return node.input(input).filter(pullback::isActive).isPresent();
    }

    /** Says whether all that is wanted of an input's gradient is its mean in each channel of planes. */
    boolean wantsMeans(int input) {
        return pullback.wantsMeans(inName(input));
    }

    /** Takes the operator apart into simpler ones, whose own rules differentiate it. */
    Expansion expansion() {
        return new Expansion(this, pullback);
    }

    /** Returns the gradient of the first output. */
    String gradient() {
        return gradient(0).orElseThrow(() -> refuse("is used by its further outputs"));
    }

    /** Returns the gradient of an output, or empty if the score does not depend on it. */
    Optional<String> gradient(int output) {
        asked.add(output);
        return node.output(output).flatMap(pullback::take);
    }

    /** Leaves the gradient of an input, of shape {@code [K] + shape(input)}. */
    void give(int input, String gradient) {
        given.add(input);
        pullback.add(node.inputs().get(input), gradient);
    }

    /** Says that what would flow through an input is already part of another input's gradient. */
    void giveNothing(int input) {
        given.add(input);
    }

    /** Checks that the rule dealt with everything that was there. */
    void close() {
        for (int i = 0; i < inputs(); i++) {
            if (wants(i) && !given.contains(i)) {
                throw refuse("has no exact gradient rule with respect to its input '"
                        + node.inputs().get(i) + "'");
            }
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            if (!asked.contains(i) && node.output(i).flatMap(pullback::take).isPresent()) {
                throw refuse("has no exact gradient rule for its output '"
                        + node.outputs().get(i) + "'");
            }
        }
    }

    /** Returns a forward value as floats. */
    String in(int input) {
        return pullback.asFloat(inName(input));
    }

    /** Returns a forward value as floats. */
    String out(int output) {
        return pullback.asFloat(outName(output));
    }

    /** Returns the name of a forward value in its own type. */
    String inName(int input) {
        return node.input(input).orElseThrow(() -> refuse("lacks its input " + input));
    }

    /** Returns the name of a forward value in its own type. */
    String outName(int output) {
        return node.output(output).orElseThrow(() -> refuse("lacks its output " + output));
    }

    long[] inShape(int input) {
        return shapes.of(inName(input));
    }

    long[] outShape(int output) {
        return shapes.of(outName(output));
    }

    DataType outType(int output) {
        return pullback.type(outName(output));
    }

    /** Ends the rule: what about the operator cannot be differentiated, as the rest of a sentence about it. */
    RuntimeException refuse(String why) {
        throw new Refused(why);
    }

    long integer(String name, long absent) {
        return node.attributes().get(name) instanceof AttributeValue.Int value ? value.value() : absent;
    }

    double real(String name, double absent) {
        return node.attributes().get(name) instanceof AttributeValue.Real value ? value.value() : absent;
    }

    /** Returns a list of floats, empty if it is left out. */
    double[] reals(String name) {
        return node.attributes().get(name) instanceof AttributeValue.Reals list
                ? list.values().stream().mapToDouble(Float::doubleValue).toArray()
                : new double[0];
    }

    String text(String name, String absent) {
        return node.attributes().get(name) instanceof AttributeValue.Text value ? value.value() : absent;
    }

    boolean has(String name) {
        return node.attributes().containsKey(name);
    }

    Optional<long[]> integers(String name) {
        return node.attributes().get(name) instanceof AttributeValue.Ints list
                ? Optional.of(list.values().stream().mapToLong(Long::longValue).toArray())
                : Optional.empty();
    }

    long[] integers(String name, long[] absent) {
        return integers(name).orElse(absent);
    }

    /** Says whether the elements of an integer input are the same in every run of this geometry, and few. */
    boolean isKnown(int input) {
        return pullback.integers(inName(input)).isPresent();
    }

    /** Returns the elements of an integer input that is the same in every run of this geometry. */
    long[] knownIntegers(int input) {
        String name = inName(input);
        return pullback.integers(name)
                .orElseThrow(() -> refuse("has the input '" + name + "', whose value depends on the data"));
    }

    /** Returns the elements of an optional integer input: empty if it is left out. */
    Optional<long[]> optionalIntegers(int input) {
        return node.input(input).isPresent() ? Optional.of(knownIntegers(input)) : Optional.empty();
    }

    /** Returns the elements of a constant float input. */
    Optional<double[]> knownReals(int input) {
        return node.input(input).flatMap(pullback::reals);
    }

    /** Resolves an axis that may count from the end. */
    static int axis(long axis, int rank) {
        return (int) (axis < 0 ? axis + rank : axis);
    }
}
