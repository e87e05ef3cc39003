package io.github.gradcam4j.internal.axes;

import java.util.Optional;

/** What an operator hands on about axes. */
public interface Rule {
    /** Hands on nothing. */
    Rule NOTHING = (step, known) -> {};

    /** Tells what the result's axes count by those of the inputs. */
    void forward(Step step, Known known);

    /** Tells what the inputs' axes count by those of the result. */
    default void backward(Step step, Known known) {}

    /** Returns where the operator is defined to have the channels of its first input; empty if it does not tell them apart. */
    default Optional<ChannelOrder> channels() {
        return Optional.empty();
    }
}
