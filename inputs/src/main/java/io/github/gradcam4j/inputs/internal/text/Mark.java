package io.github.gradcam4j.inputs.internal.text;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Is a token that stands for something else than a word: unknown ones, padding, the beginning, the end.
 *
 * @param token how it is written
 * @param id its number; empty if there is none
 */
record Mark(String token, OptionalLong id) {
    private static final Pattern NUMBER = Pattern.compile("(?s)(?:(.*)=)?(\\d{1,10})");

    /** Reads an option: a number, a token of the list, or {@code TOKEN=NUMBER}. */
    static Optional<Mark> of(Options options, String name, String usual, Map<String, Long> ids) {
        return options.text(name).map(value -> {
            Matcher number = NUMBER.matcher(value);
            if (number.matches()) {
                long id = Long.parseLong(number.group(2));
                if (id > IndexFile.LARGEST_ID) {
                    throw Options.wrong(name, value, "a number of at most " + IndexFile.LARGEST_ID);
                }
                return new Mark(number.group(1) == null ? usual : number.group(1), OptionalLong.of(id));
            }
            Long id = ids.get(value);
            if (id == null && !ids.isEmpty()) {
                throw Options.wrong(
                        name,
                        value,
                        "a number, a token of the list, or both for one that is not in it, as in " + usual + "=1");
            }
            return new Mark(value, id == null ? OptionalLong.empty() : OptionalLong.of(id));
        });
    }

    /** Returns the first of some names that is in the list. */
    static Optional<Mark> among(Iterable<String> names, Map<String, Long> ids) {
        for (String name : names) {
            Long id = ids.get(name);
            if (id != null) {
                return Optional.of(new Mark(name, OptionalLong.of(id)));
            }
        }
        return Optional.empty();
    }
}
