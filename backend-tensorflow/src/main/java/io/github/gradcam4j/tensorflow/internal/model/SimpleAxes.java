package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Value;

enum SimpleAxes implements Axes {
    INSTANCE;

    @Override
    public Layout layout(Value value, Shape shape) {
        return switch (shape.rank()) {
            case 2 -> value.isFloating() ? Layout.NC : Layout.of(Axis.BATCH, Axis.TIME);
            case 3 -> Layout.NTC;
            case 4 -> Layout.NHWC;
            default -> Layout.unknown(shape.rank());
        };
    }

    @Override
    public boolean isBottleneck(Value value) {
        return true;
    }
}
