package io.github.gradcam4j.internal.target;

import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.Objective;
import io.github.gradcam4j.spi.Scores;
import java.util.List;
import java.util.Optional;

/** Asks about the class whose score has a rank. */
record RankTarget(int rank) implements ExplanationTarget {
    @Override
    public String spec() {
        return rank == 1 ? "top" : "rank:" + rank;
    }

    @Override
    public Objective evaluate(Scores scores, int item) {
        List<Integer> top = scores.top(item, rank);
        if (top.size() < rank) {
            throw new IllegalArgumentException("there is no class of rank " + rank + ": the model has " + top.size()
                    + " classes. Ask for at most top:" + top.size());
        }
        return Objective.ofClass(scores, item, top.get(rank - 1));
    }

    @Override
    public Optional<ClassQuery> classQuery() {
        return Optional.of(new ClassQuery.Rank(rank));
    }
}
