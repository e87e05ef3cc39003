package io.github.gradcam4j.inputs.internal.text;

import io.github.gradcam4j.input.TokenizerFile;
import io.github.gradcam4j.inputs.internal.sidecar.JsonTree;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Is a file with a list of words or characters and their numbers.
 *
 * @param ids the list
 * @param options what else the file says, as options: files of Keras' Tokenizer do
 * @param characters whether the list is one of characters
 */
record IndexFile(Map<String, Long> ids, Map<String, String> options, boolean characters) {
    static final long LARGEST_ID = Integer.MAX_VALUE - 1;

    private static final int LARGEST = 128 << 20;
    private static final int MOST_PIECES_IN_100 = 5;
    private static final List<String> PIECES = List.of("##", "\u0120", "\u2581");

    /**
     * Reads a JSON object or array, a file of Keras' Tokenizer, a table, or one word a line.
     *
     * @throws IllegalArgumentException if it is none of them; the message says where
     */
    static IndexFile parse(TokenizerFile file) {
        if (file.bytes().length > LARGEST) {
            throw new IllegalArgumentException("it has more than " + (LARGEST >> 20) + " MiB");
        }
        String text = text(file.bytes());
        String begin = text.substring(0, Math.min(text.length(), 1000)).stripLeading();
        IndexFile index =
                begin.startsWith("{") || (begin.startsWith("[") && file.name().endsWith(".json"))
                        ? json(text)
                        : lines(file.name(), text);
        if (index.ids.isEmpty()) {
            throw new IllegalArgumentException("there is no word in it");
        }
        long pieces = index.ids.keySet().stream()
                .filter(word ->
                        PIECES.stream().anyMatch(mark -> word.startsWith(mark) && word.length() > mark.length()))
                .count();
        if (pieces * 100 > (long) index.ids.size() * MOST_PIECES_IN_100) {
            throw new IllegalArgumentException("it lists pieces of words (" + pieces
                    + " of them), but not how words are cut into them. Take the tokenizer.json beside it, which the"
                    + " tokenizer 'hugging-face' reads");
        }
        return index;
    }

    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is no text in UTF-8. Convert it", e);
        }
    }

    private static IndexFile json(String text) {
        Object tree = JsonTree.parse(text.getBytes(StandardCharsets.UTF_8));
        if (tree instanceof Map<?, ?> map && map.get("config") instanceof Map<?, ?> config) {
            KerasTokenizer keras = KerasTokenizer.of(map, config);
            return new IndexFile(keras.ids(), keras.options(), keras.characters());
        }
        Map<String, Long> ids = new LinkedHashMap<>();
        if (tree instanceof Map<?, ?> map) {
            map.forEach((word, id) -> ids.put((String) word, number("'" + word + "'", id)));
        } else if (tree instanceof List<?> list) {
            for (Object word : list) {
                if (!(word instanceof String name) || ids.put(name, (long) ids.size()) != null) {
                    throw new IllegalArgumentException("entry " + ids.size() + " of the list, " + word
                            + ", is no word, or is one that was there before");
                }
            }
        }
        return new IndexFile(ids, Map.of(), areCharacters(ids));
    }

    /** Reads the number of a word. */
    static long number(String what, Object value) {
        if (value instanceof BigDecimal number
                && number.signum() >= 0
                && number.compareTo(BigDecimal.valueOf(LARGEST_ID)) <= 0
                && number.stripTrailingZeros().scale() <= 0) {
            return number.longValueExact();
        }
        String text = value instanceof Map ? "an object" : value instanceof List ? "a list" : "'" + value + "'";
        throw new IllegalArgumentException(
                "the number of " + what + " is " + (text.length() > 60 ? text.substring(0, 57) + "..." : text)
                        + ", but must be a whole number from 0 to " + LARGEST_ID
                        + (value instanceof String
                                ? ". If the file leads from numbers to words, turn it around: words to numbers"
                                : ""));
    }

    private static IndexFile lines(String name, String text) {
        Map<String, Long> ids = WordTable.parse(name, text);
        return new IndexFile(ids, Map.of(), areCharacters(ids));
    }

    /** Names in brackets stand for marks, also in lists of characters. */
    static boolean areCharacters(Map<String, Long> ids) {
        return ids.keySet().stream()
                .filter(token -> !token.isEmpty() && !token.matches("(?s)<.+>|\\[.+]"))
                .allMatch(token -> token.codePointCount(0, token.length()) == 1
                        || Cutter.GRAPHEME.matcher(token).matches());
    }

    /** Adds a number to all numbers. */
    static Map<String, Long> moved(Map<String, Long> ids, long offset) {
        Map<String, Long> moved = new LinkedHashMap<>();
        ids.forEach((word, id) -> {
            if (id + offset < 0 || id + offset > LARGEST_ID) {
                throw Options.wrong(
                        "offset",
                        Long.toString(offset),
                        "such that the number of '" + word + "', " + id + ", stays between 0 and " + LARGEST_ID);
            }
            moved.put(word, id + offset);
        });
        return moved;
    }
}
