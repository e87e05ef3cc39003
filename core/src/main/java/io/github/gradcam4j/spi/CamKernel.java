package io.github.gradcam4j.spi;

/** Sums activations weighted by gradients into maps. Stateless for callers and thread-safe. */
public interface CamKernel extends Provider {
    /** Names how a gradient weights an activation. */
    enum Weighting {
        /** By the mean of its channel's gradient over all positions: Grad-CAM. */
        CHANNEL_MEAN,
        /** By the gradient at the same position: HiResCAM. */
        ELEMENTWISE
    }

    /**
     * Says whether the kernel works on this machine. Never throws.
     *
     * @return its version and device, or what is missing
     */
    Availability availability();

    /**
     * Tells whether the kernel computes on another processor than the one that runs this program, such as a graphics
     * processor. Only such kernels take part where a kernel is chosen automatically and the processor has one too. May load
     * drivers. Never throws.
     *
     * @return false unless the kernel is available and says so
     */
    default boolean hasOwnProcessor() {
        return false;
    }

    /**
     * Computes K x N maps. A value differs from the exact sum by 1e-6 of the sum of its terms' sizes at most (a term's size is
     * that of its activation times that of its weight; a mean's, the mean of the sizes); a NaN or infinity in the arrays reaches the map.
     *
     * @param task the arrays and their strides
     * @param maps receives K x N x positions values, row-major, from index 0
     */
    void sum(CamTask task, float[] maps);
}
