package io.github.gradcam4j.pytorch.internal.pickle;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes sure that values can be walked: none contains itself, and none is too deep. Each is looked at once. */
final class Depth {
    private static final int DEEPEST = 400;
    private static final int OPEN = -1;

    private final IdentityHashMap<Object, Integer> depths = new IdentityHashMap<>();
    private final Deque<Object> pending = new ArrayDeque<>();

    private Depth() {}

    static void check(@Nullable Object root) {
        if (root != null) {
            new Depth().walk(root);
        }
    }

    private void walk(Object root) {
        pending.push(root);
        while (!pending.isEmpty()) {
            Object value = pending.element();
            Integer depth = depths.get(value);
            if (depth == null) {
                depths.put(value, OPEN);
                parts(value).forEach(this::enter);
            } else {
                pending.remove();
                if (depth == OPEN) {
                    close(value);
                }
            }
        }
    }

    private void enter(@Nullable Object part) {
        if (part != null && isCompound(part)) {
            Integer depth = depths.get(part);
            if (depth == null) {
                pending.push(part);
            } else if (depth == OPEN) {
                throw new PickleException("a value contains itself");
            }
        }
    }

    private void close(Object value) {
        int deepest = 0;
        for (Object part : parts(value)) {
            if (part != null && isCompound(part)) {
                deepest = Math.max(deepest, depths.getOrDefault(part, OPEN) + 1);
            }
        }
        if (deepest > DEEPEST) {
            throw new PickleException("values are nested more than " + DEEPEST + " deep");
        }
        depths.put(value, deepest);
    }

    private static boolean isCompound(Object value) {
        if (value instanceof Calls.Global || value instanceof Calls.Storage) {
            throw new PickleException("a name or storage stands where a value should be");
        }
        return value instanceof Pickled && !(value instanceof Pickled.Tensor);
    }

    private static Collection<@Nullable Object> parts(Object value) {
        if (value instanceof Pickled.Tuple tuple) {
            return tuple.elements();
        }
        if (value instanceof Pickled.Made made) {
            return made.arguments();
        }
        if (value instanceof Pickled.Sequence list) {
            return list.items;
        }
        if (value instanceof Pickled.Dict dict) {
            return dict.items.values();
        }
        return value instanceof Pickled.Instance instance ? Collections.singletonList(instance.state()) : List.of();
    }
}
