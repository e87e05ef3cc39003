package io.github.gradcam4j.pytorch.internal.pickle;

import io.github.gradcam4j.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value with parts. Parts are these, or Long, Double, Boolean, String and null. What the archive has once is one instance
 * here, however often it occurs; nothing contains itself.
 */
public sealed interface Pickled {
    /**
     * Is a tensor, without its values.
     *
     * @param dtype its type; empty for complex and quantised numbers
     * @param shape its sizes
     * @param strides how far apart the elements along each axis are
     * @param storage the archive's entry that has the elements, such as {@code data/12}
     * @param offset where the first element is
     * @param requiresGrad whether it is to be trained
     */
    record Tensor(
            Optional<DType> dtype,
            List<Long> shape,
            List<Long> strides,
            String storage,
            long offset,
            boolean requiresGrad)
            implements Pickled {
        /** Returns the number of its elements. */
        public long size() {
            return shape.stream().reduce(1L, (a, b) -> a * b);
        }
    }

    /**
     * Is a tuple.
     *
     * @param elements its parts
     */
    record Tuple(List<@Nullable Object> elements) implements Pickled {}

    /**
     * Is what a function or type of Python that is no module would make; it was not called.
     *
     * @param function its name, such as {@code torch.device}
     * @param arguments what it would take
     */
    record Made(String function, List<@Nullable Object> arguments) implements Pickled {}

    /** A list. */
    final class Sequence implements Pickled {
        final List<@Nullable Object> items = new ArrayList<>();

        /** Returns its parts. */
        public List<@Nullable Object> elements() {
            return Collections.unmodifiableList(items);
        }
    }

    /** A dictionary. */
    final class Dict implements Pickled {
        final Map<Object, @Nullable Object> items = new LinkedHashMap<>();

        /** Returns its values by String, Long, Double or Boolean, in order. */
        public Map<Object, @Nullable Object> entries() {
            return Collections.unmodifiableMap(items);
        }
    }

    /** A module, or another object with attributes. */
    final class Instance implements Pickled {
        private final String typeName;

        @Nullable
        Object built;

        Instance(String typeName) {
            this.typeName = typeName;
        }

        /** Returns the qualified name of its type. */
        public String typeName() {
            return typeName;
        }

        /** Returns what it was built from: a {@link Dict} of its attributes, unless it says itself what it writes. */
        public @Nullable Object state() {
            return built;
        }

        /** Returns the values of its attributes; none if it wrote something else. */
        public Map<Object, @Nullable Object> attributes() {
            return built instanceof Dict dict ? dict.entries() : Map.of();
        }
    }
}
