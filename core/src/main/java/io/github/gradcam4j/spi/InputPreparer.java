package io.github.gradcam4j.spi;

import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.input.Input;

/** Turns an input into the tensors of a model. Stateless and thread-safe. */
public interface InputPreparer extends Provider {
    /**
     * Tells whether this preparer is for an input.
     *
     * @param input the input
     * @return true if it can prepare such inputs
     */
    boolean accepts(Input input);

    /**
     * Prepares an input.
     *
     * @param input the input
     * @param signature what the model takes
     * @param profile what is known about the model beyond its file; where it is silent, the preparer infers and warns
     * @return the tensors, and the way back
     * @throws io.github.gradcam4j.InputException if the input does not fit the model, or the model takes no such input
     */
    PreparedInput prepare(Input input, ModelSignature signature, ModelProfile profile);
}
