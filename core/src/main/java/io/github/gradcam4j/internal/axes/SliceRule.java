package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.TokenGrid;
import java.util.List;
import java.util.Optional;

/**
 * A stretch of steps along one axis. Positions keep their meaning as long as the first ones stay, or every n-th of all: those
 * are a coarser grid. Others are at other places than their steps tell.
 *
 * @param axis the axis
 * @param start the first step
 * @param stride how far apart the steps are
 */
public record SliceRule(int axis, long start, long stride) implements Rule {
    @Override
    public void forward(Step step, Known known) {
        List<Long> shape = step.output().shape();
        if (shape != null && axis < shape.size() && shape.get(axis) > 0) {
            known.find(step.input()).ifPresent(before -> known.learn(step.output(), kept(before, shape.get(axis))));
        }
    }

    @Override
    public void backward(Step step, Known known) {
        List<Long> shape = step.input().shape();
        Optional<Arrangement> after = known.find(step.output());
        if (shape != null && axis < shape.size() && after.isPresent()) {
            Arrangement before = after.get().resized(axis, shape.get(axis));
            known.learn(
                    step.input(),
                    isInPlace(shape.get(axis), after.get().size(axis)) ? before : before.withoutPlaces(axis));
        }
    }

    private Arrangement kept(Arrangement before, long size) {
        long all = before.size(axis);
        if (before.kind(axis) == Axis.TOKEN && size != all) {
            TokenGrid grid = before.grid().orElseThrow();
            return withPrefix(before, axis, stride == 1 ? grid.prefix() - start : -1, size);
        }
        Arrangement after = before.resized(axis, size);
        return isInPlace(all, size) ? after : after.withoutPlaces(axis);
    }

    private boolean isInPlace(long all, long size) {
        return (start == 0 && stride == 1) || (start < stride && size * stride + stride > all);
    }

    /** Returns tokens with a number of others before the patches; unknown ones if those are cut. */
    static Arrangement withPrefix(Arrangement tokens, int axis, long prefix, long size) {
        TokenGrid grid = tokens.grid().orElseThrow();
        boolean whole = prefix >= 0 && prefix + (long) grid.height() * grid.width() == size;
        List<Factor> factors = whole ? Arrangement.axis(Axis.TOKEN, size) : Arrangement.unknown(size);
        Optional<TokenGrid> moved =
                whole ? Optional.of(new TokenGrid((int) prefix, grid.height(), grid.width())) : Optional.empty();
        return new Arrangement(tokens.with(axis, factors).axes(), moved);
    }
}
