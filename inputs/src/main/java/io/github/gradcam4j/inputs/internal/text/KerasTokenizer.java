package io.github.gradcam4j.inputs.internal.text;

import io.github.gradcam4j.inputs.internal.sidecar.JsonTree;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Is what {@code keras.preprocessing.text.Tokenizer.to_json()} wrote.
 *
 * @param ids its word index
 * @param options its settings, as options of our tokenizers
 * @param characters whether it cuts characters
 */
record KerasTokenizer(Map<String, Long> ids, Map<String, String> options, boolean characters) {
    static KerasTokenizer of(Map<?, ?> root, Map<?, ?> config) {
        if (!"Tokenizer".equals(root.get("class_name"))) {
            throw new IllegalArgumentException("'class_name' is '" + root.get("class_name")
                    + "', but must be Tokenizer: the file of Keras' Tokenizer.to_json()");
        }
        boolean characters = truth(config, "char_level", false);
        Map<String, String> options = new TreeMap<>();
        options.put("lowercase", Boolean.toString(truth(config, "lower", true)));
        number(config, "num_words").ifPresent(most -> options.put("numWords", most.toString()));
        Map<String, Long> ids = ids(config.get("word_index"));
        Optional<String> unknown = text(config, "oov_token");
        unknown.ifPresent(token -> {
            Long id = ids.get(token);
            if (id != null) {
                options.put("unknown", token + "=" + id);
            }
        });
        if (!characters) {
            options.put("filters", text(config, "filters").orElse(""));
            options.put(
                    "split",
                    Pattern.quote(
                            text(config, "split").filter(s -> !s.isEmpty()).orElse(" ")));
        }
        return new KerasTokenizer(ids, options, characters);
    }

    /** The index is JSON within a string. */
    private static Map<String, Long> ids(@Nullable Object value) {
        @Nullable
        Object index = value instanceof String text ? JsonTree.parse(text.getBytes(StandardCharsets.UTF_8)) : value;
        if (!(index instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(
                    "'config.word_index' is no object of words and their numbers: was the tokenizer fitted?");
        }
        Map<String, Long> ids = new LinkedHashMap<>();
        map.forEach(
                (word, id) -> ids.put((String) word, IndexFile.number("'" + word + "' in 'config.word_index'", id)));
        return ids;
    }

    private static boolean truth(Map<?, ?> config, String name, boolean usual) {
        Object value = config.get(name);
        if (value == null || value instanceof Boolean) {
            return value == null ? usual : (Boolean) value;
        }
        throw new IllegalArgumentException("'config." + name + "' is '" + value + "', but must be true or false");
    }

    private static Optional<String> text(Map<?, ?> config, String name) {
        Object value = config.get(name);
        if (value == null || JsonTree.NULL.equals(value)) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw new IllegalArgumentException("'config." + name + "' is '" + value + "', but must be a text");
    }

    private static Optional<Long> number(Map<?, ?> config, String name) {
        Object value = config.get(name);
        return value instanceof BigDecimal
                ? Optional.of(IndexFile.number("'config." + name + "'", value)).filter(most -> most > 0)
                : Optional.empty();
    }
}
