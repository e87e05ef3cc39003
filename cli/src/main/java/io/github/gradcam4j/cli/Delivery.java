package io.github.gradcam4j.cli;

import io.github.gradcam4j.Explanation;
import java.util.List;

/** Brings the explanations of one input to where the user wants them. */
interface Delivery {
    /**
     * Does what takes time: called by several threads at once, for several inputs.
     *
     * @param explanations all items and layers of one input
     * @param stem what the input's files are called after
     * @param input what the input is called in messages
     * @return writes and prints; run once, by one thread, in the order of the inputs
     */
    Runnable prepare(List<Explanation> explanations, String stem, String input);
}
