package io.github.gradcam4j.pytorch.internal.archive;

import io.github.gradcam4j.pytorch.internal.pickle.Pickled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Finds the tensors that pickled objects hold, and checks that their elements are there: libtorch does not. */
final class StoredTensors {
    private StoredTensors() {}

    /** Returns all tensors below some objects, each once, in order. */
    static List<Pickled.Tensor> in(List<@Nullable Object> roots) {
        List<Pickled.Tensor> found = new ArrayList<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> left = new ArrayDeque<>();
        roots.stream().filter(java.util.Objects::nonNull).forEach(left::add);
        while (!left.isEmpty()) {
            Object next = left.pop();
            if (!(next instanceof Pickled value) || !seen.add(value)) {
                continue;
            }
            if (value instanceof Pickled.Tensor tensor) {
                found.add(tensor);
            }
            List<@Nullable Object> parts = parts(value);
            for (int i = parts.size() - 1; i >= 0; i--) {
                Object part = parts.get(i);
                if (part != null) {
                    left.push(part);
                }
            }
        }
        return found;
    }

    private static List<@Nullable Object> parts(Pickled value) {
        if (value instanceof Pickled.Tuple tuple) {
            return tuple.elements();
        }
        if (value instanceof Pickled.Sequence sequence) {
            return sequence.elements();
        }
        if (value instanceof Pickled.Made made) {
            return made.arguments();
        }
        if (value instanceof Pickled.Dict dict) {
            return new ArrayList<>(dict.entries().values());
        }
        return value instanceof Pickled.Instance instance ? Collections.singletonList(instance.state()) : List.of();
    }

    /** Checks a tensor against the size of the entry that has its elements, in bytes; -1 if there is none. */
    static void check(String model, Pickled.Tensor tensor, ToLongFunction<String> sizes) {
        long bytes = sizes.applyAsLong(tensor.storage());
        if (bytes < 0) {
            throw Entries.hostile(
                    model, "its entry '" + tensor.storage() + "', which has a tensor's elements, is missing");
        }
        try {
            long last = tensor.offset();
            boolean empty = false;
            for (int axis = 0; axis < tensor.shape().size(); axis++) {
                long size = tensor.shape().get(axis);
                long stride = tensor.strides().get(axis);
                if (size < 0 || stride < 0) {
                    throw new ArithmeticException();
                }
                empty |= size == 0;
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, size - 1), stride));
            }
            long width = tensor.dtype().map(dtype -> (long) dtype.bytes()).orElse(1L);
            if (tensor.offset() < 0 || (!empty && Math.multiplyExact(Math.addExact(last, 1), width) > bytes)) {
                throw new ArithmeticException();
            }
        } catch (ArithmeticException | IndexOutOfBoundsException e) {
            throw Entries.hostile(
                    model,
                    "a tensor of shape " + tensor.shape() + " reaches beyond the " + bytes + " bytes of its entry '"
                            + tensor.storage() + "'");
        }
    }
}
