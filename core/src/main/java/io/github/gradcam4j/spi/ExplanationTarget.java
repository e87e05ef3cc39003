package io.github.gradcam4j.spi;

import java.util.Optional;

/** Is a scalar question about a model's scores. Pure Java: no framework type, so one target serves all backends. */
public interface ExplanationTarget {
    /**
     * Returns the question in the form that its provider parses.
     *
     * @return such as {@code class:282}
     */
    String spec();

    /**
     * Answers the question for one item of a batch.
     *
     * @param scores the scores of the batch
     * @param item which item, from 0
     * @return value and cotangent
     * @throws IllegalArgumentException if the scores have no such class or region
     */
    Objective evaluate(Scores scores, int item);

    /**
     * Says which class this is, where that can be told without the scores, so that forward and gradient take one native
     * call.
     *
     * @return the query whose resolved class {@link #evaluate} will return; empty where the question is another
     */
    default Optional<ClassQuery> classQuery() {
        return Optional.empty();
    }
}
