package io.github.gradcam4j.pytorch.internal.axes;

/** What an operator hands on about axes. */
interface Rule {
    /** Hands on nothing. */
    Rule NOTHING = (step, known) -> {};

    /** Tells what the result's axes count by those of the inputs. */
    void forward(Step step, Known known);

    /** Tells what the inputs' axes count by those of the result. */
    default void backward(Step step, Known known) {}
}
