package io.github.gradcam4j.tensorflow.internal.keras.config;

import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the options of a layer, and knows which ones nobody has read: those would have changed the result unseen. */
public final class Options {
    /** Options that change nothing of a trained model's results. */
    private static final Pattern IDLE = Pattern.compile("name|trainable|dtype|autocast|batch_input_shape|batch_shape"
            + "|batch_size|input_shape|input_dtype|.*_initializer|.*_regularizer|.*_constraint|seed|dropout|rate"
            + "|recurrent_dropout|unit_forget_bias|implementation|use_cudnn|momentum|synchronized|renorm.*|fused"
            + "|input_length|noise_shape|flash_attention|query_shape|key_shape|value_shape|build_config");

    private final Map<String, @Nullable Object> values;
    private final Set<String> read = new HashSet<>();

    /** @param values from the file */
    public Options(Map<String, @Nullable Object> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** Refuses options that were not read, unless they say no. */
    public void requireAllRead() {
        values.forEach((name, value) -> {
            boolean isOff = value == null
                    || Boolean.FALSE.equals(value)
                    || (value instanceof Collection<?> list && list.isEmpty())
                    || (value instanceof Map<?, ?> map && map.isEmpty());
            if (!isOff && !read.contains(name) && !IDLE.matcher(name).matches()) {
                throw new Unsupported("its option '" + name + "' = " + shown(value) + " is unknown");
            }
        });
    }

    /** Returns an option as it stands in the file; null if it is left out. */
    public @Nullable Object get(String name) {
        read.add(name);
        return values.get(name);
    }

    /** Returns an option under its name of Keras 3 or of Keras 2. */
    public @Nullable Object get(String name, String older) {
        Object value = get(name);
        Object other = get(older);
        return value != null ? value : other;
    }

    /** Takes options for read that change nothing here. */
    public Options ignoring(String... names) {
        read.addAll(List.of(names));
        return this;
    }

    public boolean flag(String name, boolean otherwise) {
        Object value = get(name);
        return value == null
                ? otherwise
                : value instanceof Boolean flag ? flag : value instanceof Number number && number.doubleValue() != 0;
    }

    public String text(String name, String otherwise) {
        Object value = get(name);
        return value == null ? otherwise : value.toString();
    }

    public double number(String name, double otherwise) {
        Object value = get(name);
        return value == null ? otherwise : toNumber(name, value);
    }

    /** Returns a whole number that must be there. */
    public long whole(String name) {
        Object value = get(name);
        if (value == null) {
            throw new BrokenNetwork("it lacks its option '" + name + "'");
        }
        return toWhole(name, value);
    }

    public long whole(String name, long otherwise) {
        Object value = get(name);
        return value == null ? otherwise : toWhole(name, value);
    }

    /** Returns one whole number or several; empty if the option is left out. */
    public List<Long> wholes(String name) {
        Object value = get(name);
        if (value == null) {
            return List.of();
        }
        List<Long> numbers = new ArrayList<>();
        for (Object one : value instanceof List<?> list ? list : List.of(value)) {
            numbers.add(toWhole(name, one));
        }
        return numbers;
    }

    /** Returns one dimension or several, -1 where the file leaves one open; empty if the option is left out. */
    public List<Long> sizes(String name) {
        Object value = get(name);
        List<Long> sizes = new ArrayList<>();
        if (value != null) {
            for (Object one : value instanceof List<?> list ? list : List.of(value)) {
                sizes.add(one == null ? -1 : toWhole(name, one));
            }
        }
        return sizes;
    }

    /** Returns one positive number for each axis, where the file has one for all, one for each, or none. */
    public List<Long> perAxis(String name, int axes, long otherwise) {
        List<Long> numbers = wholes(name);
        if (numbers.isEmpty()) {
            return Collections.nCopies(axes, otherwise);
        }
        List<Long> each = numbers.size() == 1 ? Collections.nCopies(axes, numbers.get(0)) : numbers;
        if (each.size() != axes || each.stream().anyMatch(number -> number < 1)) {
            throw new BrokenNetwork(
                    "its option '" + name + "' is " + shown(get(name)) + ", not " + axes + " numbers above 0");
        }
        return each;
    }

    /** Returns the options of something within. */
    public @Nullable Map<String, @Nullable Object> map(String name) {
        return get(name) instanceof Map<?, ?> map ? toMap(map) : null;
    }

    /** Takes a part of a JSON document for an object. */
    @SuppressWarnings("unchecked") // the names of JSON objects are texts
    public static Map<String, @Nullable Object> toMap(Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
    }

    private static double toNumber(String name, Object value) {
        Object plain = value instanceof Map<?, ?> map && map.get("config") instanceof Map<?, ?> config
                ? config.get("value")
                : value;
        if (plain instanceof Number number) {
            return number.doubleValue();
        }
        throw new BrokenNetwork("its option '" + name + "' is " + shown(value) + " instead of a number");
    }

    private static long toWhole(String name, @Nullable Object value) {
        if (value instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue())) {
            return number.longValue();
        }
        throw new BrokenNetwork("its option '" + name + "' is " + shown(value) + " instead of a whole number");
    }

    /** Returns a value for a message. */
    public static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }
}
