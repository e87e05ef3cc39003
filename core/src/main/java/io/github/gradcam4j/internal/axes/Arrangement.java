package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.TokenGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what the axes of a tensor count, also where one counts several things or a part of one: each is a product of factors,
 * outermost first.
 *
 * @param axes the factors of each axis; none where an axis has size 1 and no meaning
 * @param grid how tokens cover a picture
 */
public record Arrangement(List<List<Factor>> axes, Optional<TokenGrid> grid) {
    /** Copies all of it. */
    public Arrangement {
        axes = axes.stream().map(List::copyOf).toList();
    }

    /** Returns the arrangement of a tensor with a layout. */
    public static Arrangement of(Layout layout, List<Long> shape) {
        List<List<Factor>> axes = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            axes.add(axis(layout.axes().get(i), shape.get(i)));
        }
        return new Arrangement(axes, layout.grid());
    }

    static List<Factor> axis(Axis kind, long size) {
        return kind == Axis.OTHER && size == 1 ? List.of() : List.of(Factor.whole(kind, size));
    }

    static List<Factor> unknown(long size) {
        return axis(Axis.OTHER, size);
    }

    static boolean isKnown(List<Factor> axis) {
        return !axis.isEmpty() && axis.stream().noneMatch(factor -> factor.kind() == Axis.OTHER);
    }

    static long size(List<Factor> axis) {
        return axis.stream().mapToLong(Factor::size).reduce(1, (a, b) -> a * b);
    }

    /** Tells whether a part of such an axis, or more of it, counts the same. */
    static boolean isResizable(Axis kind) {
        return kind == Axis.CHANNEL || (kind.isPosition() && kind != Axis.TOKEN);
    }

    public int rank() {
        return axes.size();
    }

    public long size(int axis) {
        return size(axes.get(axis));
    }

    boolean fits(List<Long> shape) {
        return axes.stream().map(Arrangement::size).toList().equals(shape)
                && axes.stream().anyMatch(Arrangement::isKnown);
    }

    /** Returns what an axis counts, if it counts one thing, and no other axis counts that thing. */
    public Axis kind(int axis) {
        List<Factor> factors = axes.get(axis);
        Axis kind = factors.isEmpty() ? Axis.OTHER : factors.get(0).kind();
        boolean one = factors.stream().allMatch(factor -> factor.kind() == kind && factor.spans())
                && (factors.size() == 1 || kind == Axis.CHANNEL)
                && axes.stream().filter(other -> counts(other, kind)).count() == 1
                && (kind != Axis.TOKEN || grid.isPresent());
        return one ? kind : Axis.OTHER;
    }

    private static boolean counts(List<Factor> axis, Axis kind) {
        return axis.stream().anyMatch(factor -> factor.kind() == kind);
    }

    /** Tells whether an axis has the channels of a position, or of the few positions that a merger of patches puts together. */
    boolean isChannels(int axis) {
        return counts(axes.get(axis), Axis.CHANNEL)
                && axes.get(axis).stream().allMatch(factor -> factor.kind() == Axis.CHANNEL || factor.isFine());
    }

    /** Returns what weights make of features along an axis: where fine steps are among them, coarse ones are all there are. */
    Arrangement merged(int channels) {
        if (!isChannels(channels)) {
            return this;
        }
        Arrangement merged = with(channels, axis(Axis.CHANNEL, size(channels)));
        for (int axis = 0; axis < rank(); axis++) {
            Axis kind = merged.kind(axis);
            if (kind.isPosition()) {
                merged = merged.with(axis, axis(kind, size(axis)));
            }
        }
        return merged;
    }

    public boolean hasPositions(int axis) {
        return axes.get(axis).stream().anyMatch(factor -> factor.kind().isPosition() && factor.size() > 1);
    }

    public boolean hasPositions() {
        return axes.stream()
                .flatMap(List::stream)
                .anyMatch(factor -> factor.kind().isPosition() && factor.size() > 1);
    }

    /** Returns what can be said in terms of whole axes. */
    public Layout layout() {
        List<Axis> kinds = new ArrayList<>();
        for (int axis = 0; axis < rank(); axis++) {
            kinds.add(kind(axis));
        }
        List<Axis> positions = kinds.stream().filter(Axis::isPosition).toList();
        if (positions.size() == 1 && !kinds.contains(Axis.OTHER) && !kinds.contains(Axis.TOKEN)) {
            kinds.replaceAll(kind -> kind.isPosition() ? Axis.TIME : kind); // rows without columns are steps
        }
        return new Layout(kinds, kinds.contains(Axis.TOKEN) ? grid : Optional.empty());
    }

    Arrangement with(int axis, List<Factor> factors) {
        List<List<Factor>> changed = new ArrayList<>(axes);
        changed.set(axis, factors);
        return new Arrangement(changed, grid);
    }

    /** Returns the same where positions along an axis are at other places than their steps tell, so that no map has them. */
    Arrangement withoutPlaces(int axis) {
        return hasPositions(axis) ? with(axis, unknown(size(axis))) : this;
    }

    /** Returns the same with the steps of an axis from the last one to the first: no axis of a map until they are turned again. */
    Arrangement reversed(int axis) {
        List<Factor> factors = axes.get(axis);
        boolean turns = factors.size() == 1 && factors.get(0).kind() != Axis.TOKEN;
        return turns ? with(axis, List.of(factors.get(0).reversed())) : withoutPlaces(axis);
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
            if (size(axis) != shape.get(axis)) {
                same = same.with(axis, unknown(shape.get(axis)));
            }
        }
        return same;
    }

    Arrangement resized(List<Long> shape) {
        Arrangement resized = this;
        for (int axis = 0; axis < rank(); axis++) {
            resized = resized.resized(axis, shape.get(axis));
        }
        return resized;
    }

    /** Returns the same with another number of steps along an axis, if such an axis still counts the same then. */
    Arrangement resized(int axis, long size) {
        Axis kind = kind(axis);
        return size(axis) == size ? this : with(axis, axis(isResizable(kind) ? kind : Axis.OTHER, size));
    }

    /** Returns the same without some axes. */
    Arrangement without(List<Integer> gone) {
        List<List<Factor>> rest = new ArrayList<>();
        for (int i = 0; i < rank(); i++) {
            if (!gone.contains(i)) {
                rest.add(axes.get(i));
            }
        }
        return new Arrangement(rest, grid);
    }

    /** Returns the same with axes of size 1 where a list in ascending order says. */
    Arrangement within(List<Integer> added) {
        List<List<Factor>> more = new ArrayList<>(axes);
        added.forEach(axis -> more.add(axis, List.of()));
        return new Arrangement(more, grid);
    }
}
