package io.github.gradcam4j.spi;

/** Brings a model along in a jar, so that a question can be asked without a file. */
public interface ModelProvider extends Provider {
    /** Names what a bundled model is asked about. */
    enum Kind {
        /** Photographs. */
        PICTURE,
        /** Texts. */
        TEXT
    }

    /**
     * Says what the model is asked about.
     *
     * @return the kind
     */
    Kind kind();

    /**
     * Describes the model, its training data and its licence in one line.
     *
     * @return the description
     */
    String description();

    /**
     * Returns the model, with its sidecar as sibling.
     *
     * @return the source
     */
    ModelSource source();
}
