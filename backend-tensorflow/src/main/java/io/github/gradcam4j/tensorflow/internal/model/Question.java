package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;

/**
 * Says what a program answers.
 *
 * @param score the value that is asked about
 * @param layers the values whose activations and gradients are wanted
 * @param kind what gradients are asked for
 * @param many whether for several rows of seeds in one run
 */
record Question(Value score, List<Value> layers, Kind kind, boolean many) {
    /** Says where gradients start. */
    enum Kind {
        /** No gradients. */
        NONE,
        /** At classes, by number or rank. */
        CLASSES,
        /** At cotangents that are fed. */
        COTANGENTS
    }

    Question {
        layers = List.copyOf(layers);
    }
}
