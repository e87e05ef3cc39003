package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import java.util.List;

/** Is what a recurrent layer computes at each step. */
interface Cell {
    /**
     * Is what a step makes.
     *
     * @param output what the step returns
     * @param states what the next step starts from
     */
    record Step(Signal output, List<Signal> states) {}

    /** Returns the weights, as they are outside of a loop. */
    List<Signal> weights();

    /** Returns the shape of each state, without the batch. */
    List<Shape> states();

    /** Returns the part of a step that needs no state, for one step or all of them at once. */
    Signal prepared(Signal input, List<Signal> weights);

    /** Returns the rest of a step; weights are those of {@link #weights} as the loop sees them. */
    Step step(Signal prepared, List<Signal> states, List<Signal> weights);
}
