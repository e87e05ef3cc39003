package io.github.gradcam4j.tensorflow.internal.keras.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Is one call of a layer: arguments that are {@link TensorRef}, constants, or lists and maps of them.
 *
 * @param arguments by position
 * @param named by name
 */
public record CallConfig(List<@Nullable Object> arguments, Map<String, @Nullable Object> named) {
    private static final String CONSTANT = "_CONSTANT_VALUE";

    /** Reads one of the {@code inbound_nodes} of either Keras. */
    public static CallConfig of(@Nullable Object node, Set<String> layers) {
        if (node instanceof Map<?, ?> map && map.get("args") instanceof List<?> arguments) {
            Object named = map.get("kwargs");
            Map<String, @Nullable Object> kwargs = named instanceof Map<?, ?> given ? Options.toMap(given) : Map.of();
            return new CallConfig(
                    new ArrayList<>(arguments.stream()
                            .map(one -> java.util.Optional.ofNullable(resolved(one, layers)))
                            .map(one -> one.orElse(null))
                            .toList()),
                    resolvedAll(kwargs, layers));
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        Object first = firstArgument(node, layers, named);
        List<@Nullable Object> arguments = new ArrayList<>();
        arguments.add(first instanceof List<?> list && list.size() == 1 ? list.get(0) : first);
        return new CallConfig(arguments, named);
    }

    /** Keras 2 writes the named arguments into each tensor of the first argument. */
    private static @Nullable Object firstArgument(
            @Nullable Object value, Set<String> layers, Map<String, @Nullable Object> named) {
        if (value instanceof List<?> list) {
            if (!list.isEmpty() && CONSTANT.equals(list.get(0)) && list.size() >= 3) {
                takeNamed(list, layers, named);
                return resolved(list.get(2), layers);
            }
            TensorRef ref = TensorRef.of(list, layers);
            if (ref != null) {
                takeNamed(list, layers, named);
                return ref;
            }
            List<@Nullable Object> items = new ArrayList<>();
            list.forEach(item -> items.add(firstArgument(item, layers, named)));
            return items;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> items = new LinkedHashMap<>();
            Options.toMap(map).forEach((name, item) -> items.put(name, firstArgument(item, layers, named)));
            return items;
        }
        return value;
    }

    private static void takeNamed(List<?> list, Set<String> layers, Map<String, @Nullable Object> named) {
        if (list.size() == 4 && list.get(3) instanceof Map<?, ?> map) {
            named.putAll(resolvedAll(Options.toMap(map), layers));
        }
    }

    private static Map<String, @Nullable Object> resolvedAll(Map<String, @Nullable Object> values, Set<String> layers) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        values.forEach((name, value) -> all.put(name, resolved(value, layers)));
        return all;
    }

    private static @Nullable Object resolved(@Nullable Object value, Set<String> layers) {
        TensorRef ref = TensorRef.of(value, layers);
        if (ref != null) {
            return ref;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>();
            list.forEach(item -> items.add(resolved(item, layers)));
            return items;
        }
        if (value instanceof Map<?, ?> map) {
            return "__tuple__".equals(map.get("class_name")) && map.get("items") != null
                    ? resolved(map.get("items"), layers)
                    : resolvedAll(Options.toMap(map), layers);
        }
        return value;
    }

    /** Returns the same call with something else in the place of each reference. */
    public CallConfig with(Function<TensorRef, @Nullable Object> found) {
        List<@Nullable Object> others = new ArrayList<>();
        arguments.forEach(argument -> others.add(replaced(argument, found)));
        Map<String, @Nullable Object> otherNamed = new LinkedHashMap<>();
        named.forEach((name, value) -> otherNamed.put(name, replaced(value, found)));
        return new CallConfig(others, otherNamed);
    }

    private static @Nullable Object replaced(@Nullable Object value, Function<TensorRef, @Nullable Object> found) {
        if (value instanceof TensorRef ref) {
            return found.apply(ref);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>();
            list.forEach(item -> items.add(replaced(item, found)));
            return items;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> items = new LinkedHashMap<>();
            Options.toMap(map).forEach((name, item) -> items.put(name, replaced(item, found)));
            return items;
        }
        return value;
    }

    /** Shows every reference. */
    public void references(Consumer<TensorRef> to) {
        CallConfig unused = with(ref -> {
            to.accept(ref);
            return ref;
        });
        assert unused != null;
    }

    /** Returns the parts of nested lists and maps, those of maps in the order of their names. */
    public static <T> List<T> flat(@Nullable Object value, Class<T> kind) {
        if (kind.isInstance(value)) {
            return List.of(kind.cast(value));
        }
        List<T> all = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(item -> all.addAll(flat(item, kind)));
        } else if (value instanceof Map<?, ?> map) {
            new java.util.TreeMap<>(Options.toMap(map)).values().forEach(item -> all.addAll(flat(item, kind)));
        }
        return Collections.unmodifiableList(all);
    }
}
