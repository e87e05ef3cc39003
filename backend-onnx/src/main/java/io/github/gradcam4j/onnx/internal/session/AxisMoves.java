package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.TokenGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows what axes count through operators that merge, split, join and cut them. */
final class AxisMoves {
    private AxisMoves() {}

    /**
     * Follows a change of shape that keeps the order of the elements. Rows and columns that become one axis become tokens, and
     * tokens that become rows and columns again become those. Axes of size 1 may come and go.
     *
     * @return empty if some axis of the result counts several things, or part of one
     */
    static Optional<Layout> reshaped(Layout layout, List<Long> from, List<Long> to) {
        List<Axis> axes = new ArrayList<>();
        Optional<TokenGrid> grid = layout.grid();
        int i = 0;
        int j = 0;
        while (i < from.size() || j < to.size()) {
            if (i < from.size() && j < to.size() && from.get(i).equals(to.get(j))) {
                axes.add(layout.axes().get(i));
                i++;
                j++;
            } else if (i < from.size() && from.get(i) == 1) {
                i++;
            } else if (j < to.size() && to.get(j) == 1) {
                axes.add(Axis.OTHER);
                j++;
            } else if (i == from.size() || j == to.size()) {
                return Optional.empty();
            } else {
                int firstIn = i;
                int firstOut = j;
                long in = from.get(i++);
                long out = to.get(j++);
                while (in != out) {
                    if (in < out && i < from.size()) {
                        in *= from.get(i++);
                    } else if (out < in && j < to.size()) {
                        out *= to.get(j++);
                    } else {
                        return Optional.empty();
                    }
                }
                List<Axis> read = layout.axes().subList(firstIn, i);
                List<Long> sizes = to.subList(firstOut, j);
                if (read.equals(List.of(Axis.HEIGHT, Axis.WIDTH)) && sizes.size() == 1 && grid.isEmpty()) {
                    axes.add(Axis.TOKEN);
                    grid = Optional.of(new TokenGrid(
                            0, Math.toIntExact(from.get(firstIn)), Math.toIntExact(from.get(firstIn + 1))));
                } else if (read.equals(List.of(Axis.TOKEN)) && isGrid(grid, sizes)) {
                    axes.addAll(List.of(Axis.HEIGHT, Axis.WIDTH));
                    grid = Optional.empty();
                } else if (sizes.size() == 1
                        && read.contains(Axis.CHANNEL)
                        && read.stream().allMatch(axis -> axis == Axis.CHANNEL || axis == Axis.OTHER)) {
                    axes.add(Axis.CHANNEL);
                } else {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new Layout(axes, axes.contains(Axis.TOKEN) ? grid : Optional.empty()));
    }

    private static boolean isGrid(Optional<TokenGrid> grid, List<Long> sizes) {
        return grid.isPresent()
                && grid.get().prefix() == 0
                && sizes.equals(
                        List.of((long) grid.get().height(), (long) grid.get().width()));
    }

    /** Returns the layout of what keeps only some steps along an axis, of which the first was at an index before. */
    static Optional<Layout> cut(Layout layout, int axis, long first, long size, long sizeBefore) {
        if (layout.axes().get(axis) != Axis.TOKEN || layout.grid().isEmpty() || size == sizeBefore) {
            return Optional.of(layout);
        }
        return withPrefix(layout, layout.grid().get().prefix() - first, size);
    }

    /** Returns the layout of tokens that others were put before. */
    static Optional<Layout> behind(Layout layout, long before, long size) {
        return layout.grid().isEmpty()
                ? Optional.of(layout)
                : withPrefix(layout, layout.grid().get().prefix() + before, size);
    }

    private static Optional<Layout> withPrefix(Layout layout, long prefix, long size) {
        TokenGrid grid = layout.grid().orElseThrow();
        if (prefix < 0 || prefix + (long) grid.height() * grid.width() != size) {
            return Optional.empty();
        }
        return Optional.of(
                new Layout(layout.axes(), Optional.of(new TokenGrid((int) prefix, grid.height(), grid.width()))));
    }

    /** Tells whether a layout's tokens are as many as a shape has. */
    static boolean fits(Layout layout, List<Long> shape) {
        int token = layout.indexOf(Axis.TOKEN);
        if (layout.rank() != shape.size()) {
            return false;
        }
        return token < 0
                || layout.grid().isEmpty()
                || layout.grid().get().prefix()
                                + (long) layout.grid().get().height()
                                        * layout.grid().get().width()
                        == shape.get(token);
    }
}
