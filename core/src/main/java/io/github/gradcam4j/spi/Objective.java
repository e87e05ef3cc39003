package io.github.gradcam4j.spi;

import java.util.OptionalInt;

/**
 * Is the answer of a target for one item: a scalar, and its derivative.
 *
 * @param value the target's value
 * @param cotangent the derivative of the value with respect to the item's scores
 * @param classIndex the class, where the target is one class
 */
public record Objective(double value, Cotangent cotangent, OptionalInt classIndex) {
    /**
     * Asks about one class.
     *
     * @param scores the scores of a batch
     * @param item which item
     * @param index the class, from 0
     * @return the class's score and a one-hot cotangent
     */
    public static Objective ofClass(Scores scores, int item, int index) {
        return new Objective(scores.value(item, index), new Cotangent.OneHot(index), OptionalInt.of(index));
    }
}
