package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.Optional;

/** Tells what is known of shapes before anything runs. */
@FunctionalInterface
public interface Shapes {
    /** Knows nothing. */
    Shapes UNKNOWN = value -> Optional.empty();

    /** Returns a shape, with -1 for sizes that depend on inputs; empty if not even the rank is known. */
    Optional<Shape> of(Value value);
}
