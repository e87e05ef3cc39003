package io.github.gradcam4j.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Says what each axis of a tensor counts. Layout is metadata that whoever makes a tensor knows; nothing guesses it from
 * sizes later.
 *
 * @param axes the axes, outermost first
 * @param grid how the axis {@link Axis#TOKEN}, if there is one, covers a picture
 */
public record Layout(List<Axis> axes, Optional<TokenGrid> grid) {
    /** Batch, channels, rows, columns. */
    public static final Layout NCHW = of(Axis.BATCH, Axis.CHANNEL, Axis.HEIGHT, Axis.WIDTH);
    /** Batch, rows, columns, channels. */
    public static final Layout NHWC = of(Axis.BATCH, Axis.HEIGHT, Axis.WIDTH, Axis.CHANNEL);
    /** Batch, channels, planes, rows, columns. */
    public static final Layout NCDHW = of(Axis.BATCH, Axis.CHANNEL, Axis.DEPTH, Axis.HEIGHT, Axis.WIDTH);
    /** Batch, channels, steps. */
    public static final Layout NCT = of(Axis.BATCH, Axis.CHANNEL, Axis.TIME);
    /** Batch, steps, features. */
    public static final Layout NTC = of(Axis.BATCH, Axis.TIME, Axis.CHANNEL);
    /** Batch, channels. */
    public static final Layout NC = of(Axis.BATCH, Axis.CHANNEL);

    /** Every tensor starts with one of these. */
    private static final List<Layout> UNKNOWN = IntStream.range(0, 8)
            .mapToObj(rank -> new Layout(others(rank), Optional.empty()))
            .toList();

    /** Copies the axes and checks that each but {@link Axis#OTHER} occurs once. */
    public Layout {
        axes = List.copyOf(axes);
        Set<Axis> named = EnumSet.noneOf(Axis.class);
        for (Axis axis : axes) {
            if (axis != Axis.OTHER && !named.add(axis)) {
                throw new IllegalArgumentException("layout " + axes + " names an axis twice");
            }
        }
    }

    /**
     * Creates a layout without a token grid.
     *
     * @param axes the axes, outermost first
     * @return the layout
     */
    public static Layout of(Axis... axes) {
        return new Layout(List.of(axes), Optional.empty());
    }

    /**
     * Creates the layout of a vision transformer's tokens: batch, tokens, features.
     *
     * @param grid how the tokens cover the picture
     * @return the layout
     */
    public static Layout tokens(TokenGrid grid) {
        return new Layout(List.of(Axis.BATCH, Axis.TOKEN, Axis.CHANNEL), Optional.of(grid));
    }

    /**
     * Creates a layout that says nothing.
     *
     * @param rank the number of axes
     * @return that many axes {@link Axis#OTHER}
     */
    public static Layout unknown(int rank) {
        return rank < UNKNOWN.size() ? UNKNOWN.get(rank) : new Layout(others(rank), Optional.empty());
    }

    private static List<Axis> others(int rank) {
        return Collections.nCopies(rank, Axis.OTHER);
    }

    /**
     * Returns the number of axes.
     *
     * @return the rank
     */
    public int rank() {
        return axes.size();
    }

    /**
     * Finds an axis.
     *
     * @param axis what the axis counts
     * @return its index, or -1
     */
    public int indexOf(Axis axis) {
        return axes.indexOf(axis);
    }

    /**
     * Returns the axes a map of this tensor has.
     *
     * @return the indices of the position axes, ascending
     */
    public List<Integer> positions() {
        List<Integer> positions = new ArrayList<>(axes.size());
        for (int i = 0; i < axes.size(); i++) {
            if (axes.get(i).isPosition()) {
                positions.add(i);
            }
        }
        return List.copyOf(positions);
    }

    /**
     * Tells whether values of this layout have maps. Maps have rows before columns, and the planes of a volume before both:
     * values whose columns come first would be drawn transposed, and have none.
     *
     * @return true if the axes are one of items, one of channels and adjacent position axes in the order of a map
     */
    public boolean hasMaps() {
        int count = 0;
        boolean inOrder = true;
        for (int axis = 0; axis < axes.size(); axis++) {
            if (axes.get(axis).isPosition()) {
                Axis before = axis == 0 ? Axis.OTHER : axes.get(axis - 1);
                inOrder &= count == 0 || (before.isPosition() && before.compareTo(axes.get(axis)) < 0);
                count++;
            }
        }
        inOrder &= count > 0 && count == rank() - 2;
        return inOrder && indexOf(Axis.BATCH) >= 0 && indexOf(Axis.CHANNEL) >= 0;
    }

    /** Returns the usual short form, such as {@code NCHW}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Axis axis : axes) {
            text.append(
                    switch (axis) {
                        case BATCH -> 'N';
                        case CHANNEL -> 'C';
                        case DEPTH -> 'D';
                        case HEIGHT -> 'H';
                        case WIDTH -> 'W';
                        case TIME -> 'T';
                        case TOKEN -> 'P';
                        case OTHER -> '?';
                    });
        }
        return text.toString();
    }
}
