package io.github.gradcam4j.pytorch.internal.model;

import io.github.gradcam4j.ExplanationException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says that a score cannot be differentiated with respect to all values of a run, because libtorch lacks a derivative. */
final class MissingDerivative extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Pattern REASON = Pattern.compile("derivative for (aten::\\w+) is not implemented");
    /** Operators that PyTorch takes for attention and transformers where it is told that nobody differentiates. */
    private static final Pattern FAST = Pattern.compile("aten::(_native_multi_head_attention|_transformer_.*)");

    private final String operator;
    private final int values;

    private MissingDerivative(String operator, int values, ExplanationException cause) {
        super(String.valueOf(cause.getMessage()), cause);
        this.operator = operator;
        this.values = values;
    }

    /**
     * Recognises the failure.
     *
     * @param values how many values it was differentiated with respect to, and could have been
     */
    static Optional<MissingDerivative> of(ExplanationException failure, int values) {
        Matcher matcher = REASON.matcher(String.valueOf(failure.getMessage()));
        return matcher.find()
                ? Optional.of(new MissingDerivative(matcher.group(1), values, failure))
                : Optional.empty();
    }

    int values() {
        return values;
    }

    /** Says what stands between a layer and the score. */
    String obstacle() {
        return "the operator " + operator + ", which has no derivative in libtorch"
                + (FAST.matcher(operator).matches()
                        ? " (the tracer keeps it where it finds no gradients: call torch.jit.trace outside of"
                                + " torch.no_grad(), or torch.backends.mha.set_fastpath_enabled(False) before it)"
                        : "");
    }
}
