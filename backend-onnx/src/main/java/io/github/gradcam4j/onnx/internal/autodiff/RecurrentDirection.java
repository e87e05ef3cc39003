package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Is one direction of a recurrent operator while it is differentiated. Forward values have the shape {@code [T, N, ...]},
 * gradients {@code [K, T, N, ...]}.
 */
final class RecurrentDirection {
    private static final int SEQUENCE_LENGTHS = 4;
    private static final int INITIAL_H = 5;

    final Backward node;
    final Emitter e;
    final boolean reversed;
    final long hidden;
    private final int index;
    private final int gates;

    RecurrentDirection(Backward node, int index, int gates) {
        this.node = node;
        this.e = node.emit;
        this.index = index;
        this.gates = gates;
        this.reversed = index == 1 || node.text("direction", "forward").equals("reverse");
        this.hidden = node.inShape(2)[2];
    }

    int index() {
        return index;
    }

    String w() {
        return ofDirection(node.in(1), 0);
    }

    String r() {
        return ofDirection(node.in(2), 0);
    }

    /** Returns what this direction has of a value along the axis of directions. */
    String ofDirection(String value, int axis) {
        return e.gather(value, e.index(index), axis);
    }

    /** Returns the first or second half of the biases: those of the input, or those of the state before. */
    Optional<String> bias(boolean ofState) {
        return node.node()
                .input(3)
                .map(name -> e.slice(
                        ofDirection(node.in(3), 0),
                        0,
                        ofState ? (long) gates * hidden : 0,
                        (ofState ? 2L : 1L) * gates * hidden));
    }

    String plus(String value, Optional<String> addend) {
        return addend.map(a -> e.add(value, a)).orElse(value);
    }

    String fromInput() {
        return plus(e.matmul(node.in(0), e.transpose(w(), 1, 0)), bias(false));
    }

    String gate(String stacked, int gate) {
        return e.slice(stacked, 2, gate * hidden, (gate + 1) * hidden);
    }

    private String sizes(boolean withTargets) {
        String items = e.slice(e.op("Shape", node.inName(0)), 0, 1, 2);
        return withTargets
                ? e.concat(0, node.shapes.targetCount(), items, e.longs(hidden))
                : e.concat(0, items, e.longs(hidden));
    }

    /** Returns a state before the first step, of shape {@code [N, H]}. */
    String initial(int input) {
        return node.node().input(input).isPresent()
                ? ofDirection(node.in(input), 0)
                : e.op("ConstantOfShape", sizes(false));
    }

    /** Returns the hidden state before each step. Where a sequence is over, it is anything. */
    String before(String allY) {
        String y = ofDirection(allY, 1);
        String first = e.unsqueeze(initial(INITIAL_H), 0);
        if (!reversed) {
            return e.concat(0, first, e.slice(y, 0, 0, -1));
        }
        Optional<String> over = over();
        String later =
                over.isEmpty() || node.node().input(INITIAL_H).isEmpty() ? y : e.add(y, e.mul(over.get(), first));
        return e.concat(0, e.slice(later, 0, 1, Integer.MAX_VALUE), first);
    }

    /** Returns the hidden states of all steps and directions, which the model may not ask for. */
    String allY() {
        if (node.node().output(0).isPresent()) {
            return node.out(0);
        }
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs(); i++) {
            boolean given = node.node().input(i).isPresent();
            inputs.add(!given ? "" : i == SEQUENCE_LENGTHS ? node.inName(i) : node.in(i));
        }
        return e.op(node.node().opType(), node.node().attributes(), inputs.toArray(String[]::new));
    }

    /** Returns 1 where a step is behind the end of its sequence and 0 elsewhere, of shape {@code [T, N, 1]}. */
    Optional<String> over() {
        return node.node().input(SEQUENCE_LENGTHS).map(lengths -> {
            String steps = e.gather(e.op("Shape", node.inName(0)), e.index(0), 0);
            String range = e.op("Range", e.index(0), steps, e.index(1));
            String ends = e.op("Cast", Emitter.attributes("to", 7), lengths);
            String within = e.op("Less", e.unsqueeze(range, 1, 2), e.unsqueeze(ends, 0, 2));
            return e.complement(e.toFloat(within));
        });
    }

    /** Makes coefficients zero where a sequence is over. */
    String masked(String coefficient) {
        return over().map(over -> e.mul(coefficient, e.complement(over))).orElse(coefficient);
    }

    /** Returns the gradient of the hidden states, {@code [K, T, N, H]}, if the score depends on them. */
    Optional<String> gradientOfY() {
        return node.gradient(0).map(gradient -> ofDirection(gradient, 2));
    }

    /** Returns the gradient of a state after the last step, {@code [K, N, H]}. */
    String gradientOfLast(int output) {
        return node.gradient(output)
                .map(gradient -> ofDirection(gradient, 1))
                .orElseGet(() -> e.op("ConstantOfShape", sizes(true)));
    }
}
