package io.github.gradcam4j.pytorch.internal.model;

import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;

/** What is known about the axes of the values of a run. */
interface Axes {
    /** Returns what each axis counts. */
    Layout layout(Value value, Shape shape);

    /** Tells whether every way to the score leads through a value. */
    boolean isBottleneck(Value value);
}
