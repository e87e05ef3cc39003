package io.github.gradcam4j.internal.axes;

import java.util.List;
import java.util.Optional;

/**
 * A tensor of which a part is replaced: inputs are what it was, what it gets, and the part as it was. Axes count the same if
 * what it gets has the same positions where the part has them.
 */
public record OverwriteRule() implements Rule {
    @Override
    public void forward(Step step, Known known) {
        Node source = step.inputs().get(1);
        Optional<Arrangement> got = known.find(source);
        Optional<Arrangement> part = known.find(step.inputs().get(2));
        boolean same = source.isConstant() || (got.isPresent() && part.isPresent() && agree(got.get(), part.get()));
        known.find(step.input()).filter(before -> same).ifPresent(before -> known.learn(step.output(), before));
    }

    private static boolean agree(Arrangement got, Arrangement part) {
        boolean agree = true;
        for (int fromEnd = 1; fromEnd <= Math.max(got.rank(), part.rank()); fromEnd++) {
            int one = got.rank() - fromEnd;
            int other = part.rank() - fromEnd;
            boolean placed = (one >= 0 && got.hasPositions(one)) || (other >= 0 && part.hasPositions(other));
            List<Factor> expected = other < 0 ? List.of() : part.axes().get(other);
            agree &= !placed || (one >= 0 && got.axes().get(one).equals(expected));
        }
        return agree;
    }
}
