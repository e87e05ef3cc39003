package io.github.gradcam4j.spi;

import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;

/**
 * Declares an input or output of a model.
 *
 * @param name the name in the file
 * @param dtype the element type
 * @param shape the shape, -1 where free
 */
public record TensorSpec(String name, DType dtype, Shape shape) {
    @Override
    public String toString() {
        return "'" + name + "' " + dtype + shape;
    }
}
