package io.github.gradcam4j.input;

/** Is what a model is asked about: a picture, a document, or tensors as the network takes them. */
public sealed interface Input permits Picture, Document, Arrays {
    /**
     * Returns where the input came from.
     *
     * @return the source
     */
    Source source();
}
