package io.github.gradcam4j.cli;

import io.github.gradcam4j.Explanation;
import java.util.List;

/** Brings the explanations of one input to where the user wants them. */
interface Delivery {
    /**
     * Writes and prints.
     *
     * @param explanations all items and layers of one input
     * @param stem what the input's files are called after
     * @param input what the input is called in messages
     */
    void deliver(List<Explanation> explanations, String stem, String input);
}
