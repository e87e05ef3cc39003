package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.TokenGrid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Follows a view that keeps the order of the elements: each new axis takes as many factors, or as much of one, as its size
 * says. Rows and columns that become one axis become tokens of that grid.
 */
final class Reshaping {
    private final Deque<Factor> rest = new ArrayDeque<>();
    private final Optional<TokenGrid> grid;

    private Reshaping(Arrangement before) {
        Optional<TokenGrid> plain = before.grid().filter(tokens -> tokens.prefix() == 0);
        grid = plain.isPresent() ? Optional.empty() : before.grid();
        for (List<Factor> axis : before.axes()) {
            for (Factor factor : axis) {
                if (plain.isPresent() && factor.kind() == Axis.TOKEN) {
                    rest.add(Factor.whole(Axis.HEIGHT, plain.get().height()));
                    rest.add(Factor.whole(Axis.WIDTH, plain.get().width()));
                } else if (!factor.isOneItem()
                        || rest.isEmpty()
                        || !rest.getLast().isOneItem()) {
                    rest.add(factor);
                }
            }
        }
    }

    /** Returns the arrangement in another shape; empty if an axis would take a part of a factor that is no whole number. */
    static Optional<Arrangement> of(Arrangement before, List<Long> shape) {
        Reshaping reshaping = new Reshaping(before);
        List<List<Factor>> axes = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            Optional<List<Factor>> axis = reshaping.take(shape.get(i));
            if (axis.isEmpty()) {
                return Optional.empty();
            }
            boolean ownAxis = i + 1 < shape.size() && shape.get(i + 1) == 1;
            axes.add(ownAxis ? axis.get() : reshaping.withOneItem(axis.get()));
        }
        return Optional.of(tokens(new Arrangement(axes, reshaping.grid)));
    }

    /** One item between two axes may belong to either: where items are more, one of them counts these too. */
    private List<Factor> withOneItem(List<Factor> axis) {
        if (axis.isEmpty() || rest.isEmpty() || !rest.element().isOneItem()) {
            return axis;
        }
        List<Factor> both = new ArrayList<>(axis);
        both.add(rest.element());
        return both;
    }

    private Optional<List<Factor>> take(long size) {
        List<Factor> axis = new ArrayList<>();
        if (size == 1 && !rest.isEmpty() && rest.element().size() == 1) {
            axis.add(rest.remove());
        }
        for (long missing = size; missing > 1; ) {
            if (rest.isEmpty()) {
                return Optional.empty();
            }
            Factor next = rest.remove();
            if (missing % next.size() == 0) {
                add(axis, next);
                missing /= next.size();
            } else if (next.size() % missing == 0) {
                add(axis, next.outer(missing));
                rest.addFirst(next.inner(next.size() / missing));
                missing = 1;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(axis);
    }

    /** What has size 1 leaves no trace in a larger axis, unless it counts items, which may be more another time. */
    private static void add(List<Factor> axis, Factor next) {
        axis.removeIf(factor -> factor.size() == 1 && factor.kind() != Axis.BATCH);
        int last = axis.size() - 1;
        if (last >= 0 && axis.get(last).isJoinedBy(next)) {
            axis.set(last, axis.get(last).joined(next));
        } else {
            axis.add(next);
        }
    }

    private static Arrangement tokens(Arrangement arrangement) {
        for (int i = 0; i < arrangement.rank() && arrangement.grid().isEmpty(); i++) {
            List<Factor> axis = arrangement.axes().get(i);
            if (axis.size() == 2 && isWhole(axis.get(0), Axis.HEIGHT) && isWhole(axis.get(1), Axis.WIDTH)) {
                long height = axis.get(0).size();
                long width = axis.get(1).size();
                TokenGrid made = new TokenGrid(0, Math.toIntExact(height), Math.toIntExact(width));
                List<Factor> factors = Arrangement.axis(Axis.TOKEN, height * width);
                return new Arrangement(arrangement.with(i, factors).axes(), Optional.of(made));
            }
        }
        return arrangement;
    }

    private static boolean isWhole(Factor factor, Axis kind) {
        return factor.kind() == kind && factor.isWhole();
    }
}
