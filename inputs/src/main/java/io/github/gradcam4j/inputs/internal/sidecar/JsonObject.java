package io.github.gradcam4j.inputs.internal.sidecar;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** An object of a JSON file whose fields are known: reads them, and names path and value of what does not fit. */
final class JsonObject {
    /** May stand in every object, for people. */
    static final String COMMENT = "$comment";

    private final String path;
    private final Map<?, ?> fields;

    private JsonObject(String path, Map<?, ?> fields) {
        this.path = path;
        this.fields = fields;
    }

    /** Checks that a value is an object with known fields only. */
    static JsonObject of(Object value, String path, Set<String> known) {
        if (!(value instanceof Map<?, ?> fields)) {
            throw wrong(path, value, "an object with the fields " + known);
        }
        for (Object name : fields.keySet()) {
            if (!known.contains(name) && !COMMENT.equals(name)) {
                String nearest = NearestName.of(String.valueOf(name), known)
                        .map(n -> "Did you mean '" + n + "'? ")
                        .orElse("");
                throw new IllegalArgumentException("the field '" + name + "' "
                        + (path.isEmpty() ? "" : "in '" + path + "' ") + "is not known. " + nearest + "Allowed are "
                        + known + ", and '" + COMMENT + "' for remarks");
            }
        }
        JsonObject object = new JsonObject(path, fields);
        object.text(COMMENT);
        return object;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    Optional<Object> value(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** A field that must be there. */
    <T> T require(String name, Optional<T> value) {
        return value.orElseThrow(() -> new IllegalArgumentException("the field '" + path(name) + "' is missing"));
    }

    Optional<String> text(String name) {
        return value(name).map(value -> {
            if (value instanceof String text) {
                return text;
            }
            throw wrong(path(name), value, "a text");
        });
    }

    /** One of the names of an enum, ignoring case. */
    <E extends Enum<E>> Optional<E> choice(String name, E[] choices) {
        return text(name).map(text -> {
            List<String> names = new ArrayList<>();
            for (E choice : choices) {
                if (choice.toString().equalsIgnoreCase(text)) {
                    return choice;
                }
                names.add(choice.toString());
            }
            throw wrong(path(name), text, "one of " + names);
        });
    }

    Optional<Double> number(String name) {
        return value(name).map(value -> number(path(name), value));
    }

    Optional<List<Double>> numbers(String name) {
        return list(name, JsonObject::number);
    }

    Optional<List<Integer>> integers(String name, int least, int most) {
        return list(name, (at, value) -> {
            if (value instanceof BigDecimal number
                    && number.stripTrailingZeros().scale() <= 0
                    && number.compareTo(BigDecimal.valueOf(least)) >= 0
                    && number.compareTo(BigDecimal.valueOf(most)) <= 0) {
                return number.intValue();
            }
            throw wrong(at, value, "a whole number from " + least + " to " + most);
        });
    }

    Optional<Long> whole(String name, long least, long most) {
        return value(name).map(value -> {
            if (value instanceof BigDecimal number
                    && number.stripTrailingZeros().scale() <= 0
                    && number.compareTo(BigDecimal.valueOf(least)) >= 0
                    && number.compareTo(BigDecimal.valueOf(most)) <= 0) {
                return number.longValueExact();
            }
            throw wrong(path(name), value, "a whole number from " + least + " to " + most);
        });
    }

    /** The elements of a list, each read with its own path. */
    <T> Optional<List<T>> list(String name, BiFunction<String, Object, T> element) {
        return value(name).map(value -> {
            if (!(value instanceof List<?> items)) {
                throw wrong(path(name), value, "a list");
            }
            List<T> read = new ArrayList<>();
            for (Object item : items) {
                read.add(element.apply(path(name) + "[" + read.size() + "]", item));
            }
            return read;
        });
    }

    private static Double number(String path, Object value) {
        if (value instanceof BigDecimal number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw wrong(path, value, "a finite number");
    }

    static IllegalArgumentException wrong(String path, Object value, String expected) {
        String text = value instanceof Map ? "an object" : value instanceof List ? "a list" : "'" + value + "'";
        return new IllegalArgumentException((path.isEmpty() ? "the file" : "'" + path + "'") + " is " + shortened(text)
                + ", but must be " + expected);
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 77) + "..." : text;
    }
}
