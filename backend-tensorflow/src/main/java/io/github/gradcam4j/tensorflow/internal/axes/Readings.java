package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Literals;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Is what one run of a network showed.
 *
 * @param shapes the shapes of its values
 * @param numbers short lists of whole numbers that depend on nothing but the inputs' shapes
 */
public record Readings(Map<Value, Shape> shapes, Map<Value, List<Long>> numbers) {
    /** Copies both. */
    public Readings {
        shapes = Map.copyOf(shapes);
        numbers = Map.copyOf(numbers);
    }

    Optional<List<Long>> shape(Value value) {
        return Optional.ofNullable(shapes.get(value))
                .map(shape -> Arrays.stream(shape.dims()).boxed().toList());
    }

    /** Returns the whole numbers that a value always has. */
    Optional<List<Long>> numbers(Value value) {
        return Literals.whole(value).or(() -> Optional.ofNullable(numbers.get(value)));
    }
}
