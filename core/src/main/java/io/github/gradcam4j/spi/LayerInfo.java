package io.github.gradcam4j.spi;

import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Describes a layer for a given geometry of the inputs.
 *
 * @param ref how to ask for it
 * @param aliases other names that mean the same tensor: value name, node name, module paths whose result it is
 * @param operator the operator that computes it
 * @param dtype its element type
 * @param shape its shape
 * @param layout what its axes count
 * @param onScorePath whether the score depends on it
 * @param obstacle why no exact gradient reaches it, if none does
 * @param eligible whether an automatic choice may take it; false where the score depends on one of its positions alone,
 *     such as a class token behind the last attention, so that every map is zero elsewhere, and where other ways lead
 *     around it
 * @param notes what should be known about gradients at this layer, each a clause for a warning, such as that they pass
 *     straight through a rounding
 */
public record LayerInfo(
        LayerRef ref,
        List<String> aliases,
        String operator,
        DType dtype,
        Shape shape,
        Layout layout,
        boolean onScorePath,
        Optional<String> obstacle,
        boolean eligible,
        List<String> notes) {
    /** Copies the aliases and notes. */
    public LayerInfo {
        aliases = List.copyOf(aliases);
        notes = List.copyOf(notes);
    }

    /**
     * Describes a layer without peculiarities.
     *
     * @param ref how to ask for it
     * @param aliases other names that mean the same tensor
     * @param operator the operator that computes it
     * @param dtype its element type
     * @param shape its shape
     * @param layout what its axes count
     * @param onScorePath whether the score depends on it
     * @param obstacle why no exact gradient reaches it, if none does
     */
    public LayerInfo(
            LayerRef ref,
            List<String> aliases,
            String operator,
            DType dtype,
            Shape shape,
            Layout layout,
            boolean onScorePath,
            Optional<String> obstacle) {
        this(ref, aliases, operator, dtype, shape, layout, onScorePath, obstacle, true, List.of());
    }

    /**
     * Returns the same layer in another geometry.
     *
     * @param other its shape there
     * @return the description
     */
    public LayerInfo withShape(Shape other) {
        return new LayerInfo(ref, aliases, operator, dtype, other, layout, onScorePath, obstacle, eligible, notes);
    }

    /**
     * Returns the same layer as one that an automatic choice does not take.
     *
     * @return the description
     */
    public LayerInfo ineligible() {
        return new LayerInfo(ref, aliases, operator, dtype, shape, layout, onScorePath, obstacle, false, notes);
    }

    /**
     * Returns the same layer with something more to be known.
     *
     * @param note a clause for a warning
     * @return the description
     */
    public LayerInfo withNote(String note) {
        List<String> more = Stream.concat(notes.stream(), Stream.of(note)).toList();
        return new LayerInfo(ref, aliases, operator, dtype, shape, layout, onScorePath, obstacle, eligible, more);
    }

    /**
     * Tells whether a map of this layer has more than one cell.
     *
     * @return true if its layout {@linkplain Layout#hasMaps() has maps}, of more than one position
     */
    public boolean hasPositions() {
        long cells = 1;
        for (int axis = 0; axis < layout.rank(); axis++) {
            cells *= layout.axes().get(axis).isPosition() ? shape.dim(axis) : 1;
        }
        return cells > 1 && layout.hasMaps();
    }

    /**
     * Tells whether a name means this layer.
     *
     * @param name a name, alias or {@link LayerRef#toString()}
     * @return true if it does
     */
    public boolean isCalled(String name) {
        return ref.toString().equals(name) || aliases.contains(name);
    }
}
