package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.TokenGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what the axes of a value count, also where one axis counts several things or a part of one: each axis is a product of
 * factors, outermost first. So rows of items and tokens, heads and windows are followed until they are tokens again.
 *
 * @param axes the factors of each axis; none where an axis has size 1 and no meaning
 * @param grid how tokens cover a picture
 */
record Arrangement(List<List<Factor>> axes, Optional<TokenGrid> grid) {
    Arrangement {
        axes = axes.stream().map(List::copyOf).toList();
    }

    /** Returns the arrangement of a value with that layout. */
    static Arrangement of(Layout layout, List<Long> shape) {
        List<List<Factor>> axes = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            axes.add(axis(layout.axes().get(i), shape.get(i)));
        }
        return new Arrangement(axes, layout.grid());
    }

    /** Returns an axis that counts one thing. */
    static List<Factor> axis(Axis kind, long size) {
        return kind == Axis.OTHER && size == 1 ? List.of() : List.of(Factor.whole(kind, size));
    }

    /** Returns an axis of which nothing is known. */
    static List<Factor> unknown(long size) {
        return axis(Axis.OTHER, size);
    }

    static boolean isKnown(List<Factor> axis) {
        return !axis.isEmpty() && axis.stream().noneMatch(factor -> factor.kind() == Axis.OTHER);
    }

    static long size(List<Factor> axis) {
        return axis.stream().mapToLong(Factor::size).reduce(1, (a, b) -> a * b);
    }

    int rank() {
        return axes.size();
    }

    /** Tells whether this says something about a value of a shape. */
    boolean fits(List<Long> shape) {
        return axes.stream().map(Arrangement::size).toList().equals(shape)
                && axes.stream().anyMatch(Arrangement::isKnown);
    }

    /** Returns what an axis counts, if it counts one thing, and no other axis counts that thing. */
    Axis kind(int axis) {
        List<Factor> factors = axes.get(axis);
        Optional<Axis> kind = factors.stream().map(Factor::kind).findFirst();
        boolean one = kind.isPresent()
                && factors.stream().allMatch(factor -> factor.kind() == kind.get() && factor.spans())
                && (factors.size() == 1 || kind.get() == Axis.CHANNEL);
        return one && count(kind.get()) == 1 && (kind.get() != Axis.TOKEN || grid.isPresent())
                ? kind.get()
                : Axis.OTHER;
    }

    private long count(Axis kind) {
        return axes.stream()
                .filter(axis -> axis.stream().anyMatch(factor -> factor.kind() == kind))
                .count();
    }

    /** Tells whether an axis has the channels of a position, or of the few positions that a merger of patches puts together. */
    boolean isChannels(int axis) {
        List<Factor> factors = axes.get(axis);
        return factors.stream().anyMatch(factor -> factor.kind() == Axis.CHANNEL)
                && factors.stream().allMatch(factor -> factor.kind() == Axis.CHANNEL || factor.isFine());
    }

    /** Returns what weights make of features along an axis: where fine steps are among them, coarse ones are all there are. */
    Arrangement merged(int channels) {
        if (!isChannels(channels)) {
            return this;
        }
        Arrangement merged = with(channels, axis(Axis.CHANNEL, size(axes.get(channels))));
        for (int axis = 0; axis < rank(); axis++) {
            Axis kind = merged.kind(axis);
            if (kind.isPosition()) {
                merged = merged.with(axis, axis(kind, size(axes.get(axis))));
            }
        }
        return merged;
    }

    /** Tells whether an axis has steps that are positions, among other things or not. */
    boolean hasPositions(int axis) {
        return axes.get(axis).stream().anyMatch(factor -> factor.kind().isPosition() && factor.size() > 1);
    }

    /** Tells whether there are several positions. */
    boolean hasPositions() {
        for (int axis = 0; axis < rank(); axis++) {
            if (hasPositions(axis)) {
                return true;
            }
        }
        return false;
    }

    /** Returns what can be said in terms of whole axes. */
    Layout layout() {
        List<Axis> kinds = new ArrayList<>();
        for (int axis = 0; axis < rank(); axis++) {
            kinds.add(kind(axis));
        }
        return new Layout(sequences(kinds), kinds.contains(Axis.TOKEN) ? grid : Optional.empty());
    }

    /** Rows without columns are steps. */
    private static List<Axis> sequences(List<Axis> kinds) {
        List<Axis> positions = kinds.stream().filter(Axis::isPosition).toList();
        return positions.size() == 1 && !kinds.contains(Axis.OTHER) && !kinds.contains(Axis.TOKEN)
                ? kinds.stream()
                        .map(kind -> kind.isPosition() ? Axis.TIME : kind)
                        .toList()
                : kinds;
    }

    /** Returns the same with one axis replaced. */
    Arrangement with(int axis, List<Factor> factors) {
        List<List<Factor>> changed = new ArrayList<>(axes);
        changed.set(axis, factors);
        return new Arrangement(changed, grid);
    }

    /** Returns the same where positions along an axis are at other places than their steps tell, so that no map has them. */
    Arrangement withoutPlaces(int axis) {
        return hasPositions(axis) ? with(axis, unknown(size(axes.get(axis)))) : this;
    }

    /** Returns the axes in another order: each comes from the one that the permutation says. */
    Arrangement permuted(List<Integer> permutation) {
        return new Arrangement(permutation.stream().map(axes::get).toList(), grid);
    }

    /** Returns the axes in the order that they had before a permutation. */
    Arrangement restored(List<Integer> permutation) {
        List<List<Factor>> before = new ArrayList<>(axes);
        for (int i = 0; i < rank(); i++) {
            before.set(permutation.get(i), axes.get(i));
        }
        return new Arrangement(before, grid);
    }

    /** Returns this, and the other's axes where nothing is known here. */
    Arrangement filledFrom(Arrangement other) {
        List<List<Factor>> filled = new ArrayList<>();
        for (int i = 0; i < rank(); i++) {
            filled.add(isKnown(axes.get(i)) ? axes.get(i) : other.axes.get(i));
        }
        return new Arrangement(filled, grid.or(other::grid));
    }

    /** Returns what is known of the axes that have the same size in a shape. */
    Arrangement where(List<Long> shape) {
        Arrangement same = this;
        for (int axis = 0; axis < rank(); axis++) {
            if (size(axes.get(axis)) != shape.get(axis)) {
                same = same.with(axis, unknown(shape.get(axis)));
            }
        }
        return same;
    }

    /** Returns the same with other numbers of steps. */
    Arrangement resized(List<Long> shape) {
        Arrangement resized = this;
        for (int axis = 0; axis < rank(); axis++) {
            resized = resized.resized(axis, shape.get(axis));
        }
        return resized;
    }

    /** Returns the same with another number of steps along an axis, if such an axis still counts the same then. */
    Arrangement resized(int axis, long size) {
        if (size(axes.get(axis)) == size) {
            return this;
        }
        Axis kind = kind(axis);
        return with(axis, axis(isResizable(kind) ? kind : Axis.OTHER, size));
    }

    /** Tells whether a part of such an axis, or more of it, counts the same. */
    static boolean isResizable(Axis kind) {
        return kind == Axis.CHANNEL || (kind.isPosition() && kind != Axis.TOKEN);
    }
}
