package io.github.gradcam4j.spi;

import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;

/**
 * Declares an input or output of a model.
 *
 * @param name the name in the file
 * @param dtype the element type
 * @param shape the shape, -1 where free; without dimensions where the file does not even tell how many there are
 */
public record TensorSpec(String name, DType dtype, Shape shape) {
    /**
     * Tells whether a concrete shape fits the declared one.
     *
     * @param concrete a shape
     * @return true if it is an instance of the declared shape, or none is declared
     */
    public boolean admits(Shape concrete) {
        return shape.rank() == 0 || shape.admits(concrete);
    }

    @Override
    public String toString() {
        return "'" + name + "' " + dtype + (shape.rank() == 0 ? "[...]" : shape.toString());
    }
}
