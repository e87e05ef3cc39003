package io.github.gradcam4j;

import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Objective;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a pass for the gradients of a run: once, and only where somebody reads them. Used by one thread. */
final class LayerGradients {
    private final Pass pass;
    private final List<List<Objective>> objectives;
    private final boolean wanted;
    private @Nullable Map<LayerRef, Tensor> found;

    LayerGradients(Pass pass, List<List<Objective>> objectives, boolean wanted) {
        this.pass = pass;
        this.objectives = objectives;
        this.wanted = wanted;
    }

    /** Returns the gradients at a layer; empty if the method does without. */
    Optional<Tensor> at(LayerRef layer) {
        if (!wanted) {
            return Optional.empty();
        }
        Map<LayerRef, Tensor> all = found;
        if (all == null) {
            List<List<Cotangent>> cotangents = objectives.stream()
                    .map(row -> row.stream().map(Objective::cotangent).toList())
                    .toList();
            all = pass.gradients(cotangents);
            found = all;
        }
        return Optional.ofNullable(all.get(layer));
    }
}
