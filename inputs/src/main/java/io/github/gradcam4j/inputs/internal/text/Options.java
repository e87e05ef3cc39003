package io.github.gradcam4j.inputs.internal.text;

import io.github.gradcam4j.inputs.internal.sidecar.NearestName;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The options of a tokenizer: all known, each of its type. */
record Options(Map<String, String> values) {
    private static final int LONGEST_EXPRESSION = 4096;

    static Options of(Map<String, String> values, SortedSet<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("the option '" + name + "' is not known. "
                        + NearestName.of(name, known)
                                .map(nearest -> "Did you mean '" + nearest + "'? ")
                                .orElse("")
                        + "There are " + known);
            }
        }
        return new Options(values);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Optional<Boolean> truth(String name) {
        return text(name).map(value -> {
            if (value.equals("true") || value.equals("false")) {
                return value.equals("true");
            }
            throw wrong(name, value, "true or false");
        });
    }

    OptionalLong whole(String name, long least, long most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= least && value <= most) {
                return OptionalLong.of(value);
            }
        } catch (NumberFormatException e) {
            // said below, together with what is too small or too large
        }
        throw wrong(name, text.get(), "a whole number from " + least + " to " + most);
    }

    Optional<Pattern> pattern(String name) {
        return text(name).map(value -> {
            if (value.isEmpty() || value.length() > LONGEST_EXPRESSION) {
                throw wrong(name, value, "a regular expression of 1 to " + LONGEST_EXPRESSION + " characters");
            }
            try {
                return Pattern.compile(value);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "the option '" + name + "' is no regular expression: " + e.getDescription() + " at index "
                                + e.getIndex() + " of '" + value + "'",
                        e);
            }
        });
    }

    static IllegalArgumentException wrong(String name, String value, String expected) {
        return new IllegalArgumentException("the option '" + name + "' is '"
                + (value.length() > 60 ? value.substring(0, 57) + "..." : value) + "', but must be " + expected);
    }
}
