package io.github.gradcam4j.spi;

import java.util.Optional;
import java.util.Set;

/** Computes maps from a pass: Grad-CAM and its relatives. Stateless and thread-safe. */
public interface CamMethod extends Provider {
    /**
     * Says what the method does, in one line.
     *
     * @return the description
     */
    String description();

    /**
     * Names the paper that the formula follows.
     *
     * @return such as {@code Selvaraju et al., arXiv 1610.02391}
     */
    String reference();

    /**
     * Says what the method needs of a model.
     *
     * @return the capabilities
     */
    Set<Capability> requires();

    /**
     * Says which sum of activations the method is, for those that are nothing else.
     *
     * @return how a gradient weights an activation; empty for a method that does more than a {@linkplain CamKernel kernel}
     *     does, which cannot be compiled into a model
     */
    default Optional<CamKernel.Weighting> weighting() {
        return Optional.empty();
    }

    /**
     * Computes the maps of one layer.
     *
     * @param context the pass, the layer, the targets and the kernel
     * @return K x N maps, signed unless the context asks for ReLU
     */
    Maps explain(MethodContext context);
}
