package io.github.gradcam4j.tensorflow.internal.keras.file;

/** Says that a file holds weights, and no network that they belong to. */
public final class WeightsAlone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WeightsAlone() {
        super("it has no model_config");
    }
}
