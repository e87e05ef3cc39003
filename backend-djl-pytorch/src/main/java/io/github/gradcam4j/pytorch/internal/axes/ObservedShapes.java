package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.tensor.Shape;
import java.util.Optional;

/** The shapes that a real run showed. */
@FunctionalInterface
public interface ObservedShapes {
    /** No run was watched. */
    ObservedShapes NONE = (module, call, output) -> Optional.empty();

    /**
     * Returns the shape of what a module returned.
     *
     * @param module its number
     * @param call which of its calls, from 0
     * @param output which of the tensors that it returned, from 0
     * @return the shape, if it was seen
     */
    Optional<Shape> shape(int module, int call, int output);
}
