package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.pytorch.internal.pickle.Pickled;
import io.github.gradcam4j.tensor.DType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the first tensor of floats in a model. */
final class FirstType {
    private FirstType() {}

    static Optional<DType> of(Object model) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> pending = new ArrayDeque<>(List.of(model));
        while (!pending.isEmpty()) {
            Object value = pending.pop();
            if (value instanceof Pickled.Tensor tensor
                    && tensor.dtype().filter(DType::isFloating).isPresent()) {
                return tensor.dtype();
            }
            if (value instanceof Pickled.Instance instance && seen.add(instance)) {
                List<@Nullable Object> parts =
                        new ArrayList<>(instance.attributes().values());
                Collections.reverse(parts);
                for (Object part : parts) {
                    if (part != null) {
                        pending.push(part);
                    }
                }
            }
        }
        return Optional.empty();
    }
}
