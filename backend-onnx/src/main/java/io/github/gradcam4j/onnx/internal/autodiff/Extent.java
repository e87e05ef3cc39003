package io.github.gradcam4j.onnx.internal.autodiff;

/** Says which gradients a patch is for. */
enum Extent {
    /** Those of any number of targets and items. */
    ANY,
    /** That of one target for one item. */
    ONCE,
    /** Its mean over the positions of each channel, for one target and one item. */
    MEANS;

    boolean isOnce() {
        return this != ANY;
    }
}
