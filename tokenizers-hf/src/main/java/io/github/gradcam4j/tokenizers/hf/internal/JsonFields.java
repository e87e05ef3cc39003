package io.github.gradcam4j.tokenizers.hf.internal;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads fields of an object of a tokenizer.json, and names path and value of what does not fit. */
final class JsonFields {
    private final String path;
    private final Map<?, ?> fields;

    private JsonFields(String path, Map<?, ?> fields) {
        this.path = path;
        this.fields = fields;
    }

    static JsonFields of(String path, Object value) {
        if (value instanceof Map<?, ?> fields) {
            return new JsonFields(path, fields);
        }
        throw wrong(path, value, "an object");
    }

    /** A field that is neither missing nor null. */
    Optional<Object> value(String name) {
        return Optional.<Object>ofNullable(fields.get(name)).filter(value -> !JsonTree.NULL.equals(value));
    }

    Optional<JsonFields> object(String name) {
        return value(name).map(value -> of(path(name), value));
    }

    Optional<String> text(String name) {
        return value(name).map(value -> {
            if (value instanceof String text) {
                return text;
            }
            throw wrong(path(name), value, "a text");
        });
    }

    Optional<Long> whole(String name, long most) {
        return value(name).map(value -> whole(path(name), value, most));
    }

    static long whole(String path, @Nullable Object value, long most) {
        if (value instanceof BigDecimal number
                && number.signum() >= 0
                && number.compareTo(BigDecimal.valueOf(most)) <= 0
                && number.stripTrailingZeros().scale() <= 0) {
            return number.longValueExact();
        }
        throw wrong(path, value, "a whole number from 0 to " + most);
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    static IllegalArgumentException wrong(String path, @Nullable Object value, String expected) {
        String text = value instanceof Map ? "an object" : value instanceof List ? "a list" : "'" + value + "'";
        return new IllegalArgumentException((path.isEmpty() ? "its content" : "'" + path + "'") + " is "
                + (text.length() > 60 ? text.substring(0, 57) + "..." : text) + ", but must be " + expected);
    }
}
