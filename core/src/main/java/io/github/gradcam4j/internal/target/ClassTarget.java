package io.github.gradcam4j.internal.target;

import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.Objective;
import io.github.gradcam4j.spi.Scores;
import java.util.Optional;

/** Asks about the class with a number. */
record ClassTarget(int index) implements ExplanationTarget {
    @Override
    public String spec() {
        return "class:" + index;
    }

    @Override
    public Objective evaluate(Scores scores, int item) {
        return Objective.ofClass(scores, item, index);
    }

    @Override
    public Optional<ClassQuery> classQuery() {
        return Optional.of(new ClassQuery.Index(index));
    }
}
