package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Value;

/** Tells what the axes of values count. */
interface Axes {
    Layout layout(Value value, Shape shape);

    boolean isBottleneck(Value value);
}
