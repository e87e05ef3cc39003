package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Knows gradients {@code [K, 1, C, ...]} of values with one item that also exist as {@code [K, C, ...]}, which is what
 * operators with one batch axis read and write. Work on elements between two such operators is done in that form, for a
 * change of shape would end what the runtime keeps in its own blocked layout.
 */
final class ItemAxis {
    private static final Set<String> ELEMENTWISE = Set.of(
            "Abs",
            "Add",
            "And",
            "Cast",
            "Cos",
            "Div",
            "Equal",
            "Erf",
            "Exp",
            "Greater",
            "HardSigmoid",
            "Less",
            "Log",
            "Mul",
            "Neg",
            "Pow",
            "Reciprocal",
            "Sigmoid",
            "Sign",
            "Sin",
            "Softplus",
            "Sqrt",
            "Sub",
            "Sum",
            "Tanh",
            "Where");

    /** Is a gradient without the axis of items; {@code shape} is that of its value without it, and so lacks K. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Form(String name, long[] shape) {}

    private final Function<String, Optional<long[]>> measured;
    private final Map<String, long[]> emitted = new HashMap<>();
    private final Map<String, Form> forms = new HashMap<>();

    /**
     * Starts with nothing.
     *
     * @param measured shape of a forward value
     */
    ItemAxis(Function<String, Optional<long[]>> measured) {
        this.measured = measured;
    }

    static boolean isElementwise(String type) {
        return ELEMENTWISE.contains(type);
    }

    /** Returns the form without the axis of items. */
    Optional<Form> without(String gradient) {
        return Optional.ofNullable(forms.get(gradient));
    }

    void put(String gradient, Form form) {
        forms.put(gradient, form);
    }

    /** Notes the shape of a value that was added and has no axis of targets. */
    void measure(String value, long... shape) {
        emitted.put(value, shape);
    }

    /** Notes the shape of what was computed element by element, if all operands have known ones. */
    void measure(String result, String... operands) {
        long[] shape = {};
        for (String operand : operands) {
            Optional<long[]> known = shape(operand);
            if (known.isEmpty()) {
                return;
            }
            shape = Broadcasting.broadcast(shape, known.get());
        }
        emitted.put(result, shape);
    }

    /** Returns operands without the axis of items, if one has it and the result is the same but for it. */
    Optional<Form[]> without(String... operands) {
        Form[] without = new Form[operands.length];
        int rank = -1;
        for (int i = 0; i < operands.length; i++) {
            Form form = forms.get(operands[i]);
            if (form != null) {
                if (rank >= 0 && form.shape().length != rank) {
                    return Optional.empty();
                }
                rank = form.shape().length;
                without[i] = form;
            }
        }
        for (int i = 0; i < operands.length && rank >= 0; i++) {
            if (without[i] == null) {
                Optional<long[]> shape = shape(operands[i]);
                if (shape.isEmpty() || !fits(shape.get(), rank)) {
                    return Optional.empty();
                }
                long[] tail =
                        Arrays.copyOfRange(shape.get(), Math.max(0, shape.get().length - rank), shape.get().length);
                without[i] = new Form(operands[i], tail);
            }
        }
        return rank < 0 ? Optional.empty() : Optional.of(without);
    }

    /** The axis that is left out may be there, of size 1: it then meets K. */
    private static boolean fits(long[] shape, int rank) {
        return shape.length <= rank || (shape.length == rank + 1 && shape[0] == 1);
    }

    private Optional<long[]> shape(String value) {
        return Optional.ofNullable(emitted.get(value)).or(() -> measured.apply(value));
    }
}
