package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.FreeSizes;
import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Learns what stays the same whatever heights, widths or lengths the inputs have. Few geometries get sessions of their own,
 * which are faster; all others share one that works with the sizes that the run finds. A geometry is served by it only if
 * everything that the session's gradients were built from was measured to hold for that geometry too. Thread-safe.
 */
final class AnySize {
    /** Geometries with sessions of their own. */
    private static final int OWN = 2;

    /**
     * Is what is known about all geometries so far.
     *
     * @param number counts the tables that were learnt, from 1
     * @param values the table
     */
    record Edition(int number, ValueTable values) {}

    private final GraphIndex graph;
    private final Set<Geometry> own = new HashSet<>();
    private @Nullable Edition edition;

    AnySize(GraphIndex graph) {
        this.graph = graph;
    }

    /**
     * Learns from a geometry.
     *
     * @param geometry the shapes of the inputs
     * @param values what was measured for it
     * @return what its session may be built from together with that of others; empty if it has to have its own
     */
    synchronized Optional<Edition> of(Geometry geometry, ValueTable values) {
        Edition known = edition;
        if (own.contains(geometry)) {
            return Optional.empty();
        }
        if (known == null) {
            edition = new Edition(0, values);
        } else if (!known.values().admits(values)) {
            Optional<ValueTable> wider = known.values().resized(values);
            wider.ifPresent(table -> edition = new Edition(known.number() + 1, table));
        }
        if (own.size() < OWN) {
            own.add(geometry);
            return Optional.empty();
        }
        return Optional.ofNullable(edition)
                .filter(found -> found.values().admits(values))
                .filter(found -> FreeSizes.repeatAlike(graph, found.values(), values));
    }
}
