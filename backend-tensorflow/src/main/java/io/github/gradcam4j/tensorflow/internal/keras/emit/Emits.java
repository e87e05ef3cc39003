package io.github.gradcam4j.tensorflow.internal.keras.emit;

import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Adds nodes. The other interfaces of this package say how operators are put together. */
public interface Emits {
    /** Adds a node of one output. Attributes that name element types and numbers of inputs need not be given. */
    Signal emit(String operator, Shape shape, Map<String, AttrValue> attributes, List<Signal> inputs);

    /** Adds a node without other attributes. */
    default Signal emit(String operator, Shape shape, Signal... inputs) {
        return emit(operator, shape, Map.of(), List.of(inputs));
    }

    /** Returns whole numbers as a vector. */
    Signal vector(DataType type, long... numbers);

    /** Returns a number as a scalar. */
    Signal scalar(DataType type, double number);

    /** Returns whole numbers as an {@code int32} vector. */
    default Signal vector(long... numbers) {
        return vector(DataType.DT_INT32, numbers);
    }

    /** Returns a whole number as an {@code int32} scalar. */
    default Signal scalar(long number) {
        return scalar(DataType.DT_INT32, (double) number);
    }
}
