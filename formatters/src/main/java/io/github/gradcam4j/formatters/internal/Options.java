package io.github.gradcam4j.formatters.internal;

import io.github.gradcam4j.spi.FormatRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the options of a format, and refuses those that it does not have. */
public final class Options {
    private final String format;
    private final Map<String, String> values;

    /** Refuses options other than the known ones. */
    public Options(String format, Map<String, String> values, Set<String> known) {
        this.format = format;
        this.values = values;
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("format " + format + " has no option '" + name
                        + "'. Its options are " + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    /** Refuses every option. */
    public static void none(String format, FormatRequest request) {
        if (!request.options().isEmpty()) {
            throw new IllegalArgumentException("format " + format + " has no option '"
                    + request.options().keySet().iterator().next() + "'. It has no options at all; leave it out");
        }
    }

    /** Returns a text, folded to lower case. */
    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise).strip().toLowerCase(Locale.ROOT);
    }

    /** Returns a choice between yes and no. */
    public boolean flag(String name, boolean otherwise) {
        String text = text(name, Boolean.toString(otherwise));
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong(name, text, "true, false");
        }
        return text.equals("true");
    }

    /** Returns a number of things, from 0; {@code all} is as many as there are. */
    public int count(String name, int otherwise) {
        String text = text(name, Integer.toString(otherwise));
        if (text.equals("all")) {
            return Integer.MAX_VALUE;
        }
        try {
            int count = Integer.parseInt(text);
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            // told below, like a negative number
        }
        throw wrong(name, text, "0, 1, 2, ... or all");
    }

    /** Says that a value is none of the choices. */
    public IllegalArgumentException wrong(String name, String value, String choices) {
        return new IllegalArgumentException(
                "option " + name + " of " + format + " cannot be '" + value + "'. Choose one of: " + choices);
    }
}
