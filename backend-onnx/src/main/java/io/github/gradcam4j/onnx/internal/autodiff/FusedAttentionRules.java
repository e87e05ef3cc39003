package io.github.gradcam4j.onnx.internal.autodiff;

import org.jspecify.annotations.Nullable;

/** Differentiates the attention operators of ONNX Runtime's optimiser. */
final class FusedAttentionRules {
    private FusedAttentionRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            default -> null;
        };
    }
}
