package io.github.gradcam4j;

import io.github.gradcam4j.internal.target.NotTarget;
import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.Objective;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Is an output of one unit behind a sigmoid of which both sides have names: class 1 is what raises the unit, class 0 what lowers
 * it. The score of class 0 is minus the logit, or one minus the probability, so its gradient is that of the unit, negated.
 */
final class TwoSides {
    private TwoSides() {}

    static boolean are(Labels labels, ScoreInfo score) {
        return labels.names().size() == 2
                && score.classes() == 1
                && (score.probabilities() || score.activation() == Activation.SIGMOID);
    }

    /** Asks about a side in place of a class, or against it; other questions stay. */
    static ExplanationTarget of(ExplanationTarget target) {
        if (target instanceof NotTarget not) {
            require(not.index() < 2, "class " + not.index() + " does not exist");
            return new Against(not.spec(), not.index());
        }
        Optional<ClassQuery> query = target.classQuery();
        if (query.isEmpty()) {
            return target;
        }
        if (query.get() instanceof ClassQuery.Index index) {
            require(index.index() < 2, "class " + index.index() + " does not exist");
            return new Side(target.spec(), OptionalInt.of(index.index()), 1);
        }
        int rank = ((ClassQuery.Rank) query.get()).rank();
        require(rank <= 2, "there is no class of rank " + rank);
        return new Side(target.spec(), OptionalInt.empty(), rank);
    }

    private static void require(boolean exists, String what) {
        if (!exists) {
            throw new IllegalArgumentException(
                    what + ": the model has one output, whose two sides are the classes 0 and 1");
        }
    }

    static double score(Scores scores, int item, int side) {
        double value = scores.value(item, 0);
        return side == 1 ? value : scores.info().probabilities() ? 1 - value : -value;
    }

    static OptionalDouble probability(Scores scores, int item, int side) {
        double upper = scores.probability(item, 0).orElseThrow();
        return OptionalDouble.of(side == 1 ? upper : 1 - upper);
    }

    static List<ClassScore> ranking(Scores scores, int item, Labels labels) {
        int first = likelier(scores, item);
        return IntStream.of(first, 1 - first)
                .mapToObj(side -> new ClassScore(
                        side, labels.name(side), score(scores, item, side), probability(scores, item, side)))
                .toList();
    }

    private static int likelier(Scores scores, int item) {
        return score(scores, item, 1) > score(scores, item, 0) ? 1 : 0;
    }

    /** Asks about one side, or about that of a rank. */
    record Side(String spec, OptionalInt side, int rank) implements ExplanationTarget {
        @Override
        public Objective evaluate(Scores scores, int item) {
            int asked = side.orElseGet(() -> rank == 1 ? likelier(scores, item) : 1 - likelier(scores, item));
            return evaluate(scores, item, asked);
        }

        static Objective evaluate(Scores scores, int item, int asked) {
            Shape shape = scores.info().shape().with(0, 1);
            Cotangent cotangent = asked == 1
                    ? new Cotangent.OneHot(0)
                    : new Cotangent.Dense(Tensor.of(new float[] {-1}, shape.dims()));
            return new Objective(score(scores, item, asked), cotangent, OptionalInt.of(asked));
        }

        /** The unit's gradient serves the upper side; the other one asks again. */
        @Override
        public Optional<ClassQuery> classQuery() {
            return side.isPresent() && side.getAsInt() == 0 ? Optional.empty() : Optional.of(new ClassQuery.Index(0));
        }
    }

    /** Asks what lowers the score of a side, which raises that of the other one. */
    record Against(String spec, int side) implements ExplanationTarget {
        @Override
        public Objective evaluate(Scores scores, int item) {
            Shape shape = scores.info().shape().with(0, 1);
            Tensor cotangent = Tensor.of(new float[] {side == 1 ? -1 : 1}, shape.dims());
            return new Objective(-score(scores, item, side), new Cotangent.Dense(cotangent), OptionalInt.empty());
        }
    }
}
