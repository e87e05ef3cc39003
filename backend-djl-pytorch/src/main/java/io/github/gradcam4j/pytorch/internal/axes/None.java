package io.github.gradcam4j.pytorch.internal.axes;

/** Python's None. */
enum None {
    NONE
}
