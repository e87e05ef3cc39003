package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calculates with sizes while a graph runs: vectors and numbers of int32. */
final class Dimensions {
    private final Emitter emit;

    Dimensions(Emitter emit) {
        this.emit = emit;
    }

    /** Returns one number of a vector; a negative index counts from its end. */
    Value at(Value vector, int index) {
        return emit.value(
                "StridedSlice",
                List.of(vector, vector(index), vector(index + 1), vector(1)),
                Map.of(
                        "shrink_axis_mask", Attributes.of(1L),
                        "end_mask", Attributes.of(index == -1 ? 1L : 0L)));
    }

    /** Returns a part of a vector; a negative index counts from its end, and an end of 0 is the vector's. */
    Value part(Value vector, int from, int to) {
        return emit.value(
                "StridedSlice",
                List.of(vector, vector(from), vector(to), vector(1)),
                Map.of("end_mask", Attributes.of(to == 0 ? 1L : 0L)));
    }

    Value vector(Integer... numbers) {
        return emit.whole(List.of(numbers));
    }

    /** Joins numbers to a vector. */
    Value vector(Value... numbers) {
        return emit.pack(List.of(numbers), 0);
    }

    /** Joins vectors. */
    Value joined(Value... vectors) {
        List<Value> inputs = new ArrayList<>(List.of(vectors));
        inputs.add(emit.whole(0));
        return emit.value("ConcatV2", inputs, Map.of());
    }

    /** Returns the product of a vector. */
    Value product(Value vector) {
        return emit.of("Prod", vector, vector(0));
    }

    /** Returns a vector of one number, repeated. */
    Value repeated(int number, Value count) {
        return emit.of("Fill", emit.reshape(count, vector(1)), emit.whole(number));
    }

    /** Returns the numbers from 0 to an end. */
    Value range(Value end) {
        return emit.of("Range", emit.whole(0), end, emit.whole(1));
    }

    Value rank(Value tensor) {
        return emit.of("Rank", tensor);
    }
}
