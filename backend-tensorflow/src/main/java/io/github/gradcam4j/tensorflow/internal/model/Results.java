package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Result;
import org.tensorflow.Tensor;

/** The tensors of one run. Owns them. */
final class Results implements AutoCloseable {
    private final Prepared.Fetched fetched;
    private final Result result;
    private final Map<Value, Tensor> tensors = new HashMap<>();

    Results(Prepared.Fetched fetched, Result result) {
        this.fetched = fetched;
        this.result = result;
        List<Value> all = fetched.distinct();
        for (int i = 0; i < all.size(); i++) {
            tensors.put(all.get(i), result.get(i));
        }
    }

    Prepared.Fetched fetched() {
        return fetched;
    }

    Tensor tensor(Value value) {
        return Objects.requireNonNull(tensors.get(value));
    }

    @Override
    public void close() {
        result.close();
    }
}
