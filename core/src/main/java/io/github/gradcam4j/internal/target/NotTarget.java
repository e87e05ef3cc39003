package io.github.gradcam4j.internal.target;

import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.Objective;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.OptionalInt;

/**
 * Asks what lowers the score of a class.
 *
 * @param index the class
 */
public record NotTarget(int index) implements ExplanationTarget {
    @Override
    public String spec() {
        return "not:" + index;
    }

    @Override
    public Objective evaluate(Scores scores, int item) {
        double value = scores.value(item, index);
        Shape shape = scores.info().shape().with(0, 1);
        float[] cotangent = new float[scores.classes()];
        cotangent[index] = -1;
        return new Objective(-value, new Cotangent.Dense(Tensor.of(cotangent, shape.dims())), OptionalInt.empty());
    }
}
