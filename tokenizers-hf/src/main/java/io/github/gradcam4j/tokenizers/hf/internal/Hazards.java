package io.github.gradcam4j.tokenizers.hf.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what the native library trusts a file about. There a wrong value does not come back as an error: it ends the process.
 */
final class Hazards {
    private Hazards() {}

    /**
     * Checks a file.
     *
     * @throws IllegalArgumentException with the path of what cannot be
     */
    static void check(JsonFields root, JsonFields model) {
        merges(model);
        root.value("normalizer").ifPresent(value -> part("normalizer", value));
        root.value("pre_tokenizer").ifPresent(value -> part("pre_tokenizer", value));
        root.value("post_processor").ifPresent(value -> part("post_processor", value));
        root.value("decoder").ifPresent(value -> part("decoder", value));
    }

    /** The library cuts the prefix off the second part of each merge. */
    private static void merges(JsonFields model) {
        Optional<String> prefix = model.value("merges").isEmpty()
                ? Optional.empty()
                : model.text("continuing_subword_prefix").filter(text -> !text.isEmpty());
        if (prefix.isPresent() && model.value("merges").orElseThrow() instanceof List<?> merges) {
            for (int i = 0; i < merges.size(); i++) {
                Object second = merges.get(i) instanceof List<?> pair && pair.size() == 2
                        ? pair.get(1)
                        : String.valueOf(merges.get(i)).replaceFirst("^[^ ]* ", "");
                if (!(second instanceof String text) || !text.startsWith(prefix.get())) {
                    throw JsonFields.wrong(
                            "model.merges[" + i + "]",
                            second,
                            "such that its second part begins with the continuing_subword_prefix '" + prefix.get()
                                    + "'");
                }
            }
        }
    }

    private static void part(String path, Object value) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                part(path + "[" + i + "]", list.get(i));
            }
        } else if (value instanceof Map<?, ?> map) {
            JsonFields fields = JsonFields.of(path, value);
            object(fields, map);
            map.forEach((name, child) -> part(path + "." + name, child));
        }
    }

    private static void object(JsonFields fields, Map<?, ?> map) {
        Object type = map.get("type");
        if ("Precompiled".equals(type) || map.containsKey("precompiled_charsmap")) {
            CharacterMap.check(fields.path("precompiled_charsmap"), map.get("precompiled_charsmap"));
        }
        if ("FixedLength".equals(type) && map.containsKey("length")) {
            positive(fields.path("length"), map.get("length"));
        }
        if (map.containsKey("prepend") && (!(map.get("prepend") instanceof String text) || text.isEmpty())) {
            throw JsonFields.wrong(fields.path("prepend"), map.get("prepend"), "a text of at least one character");
        }
        if (map.get("Regex") instanceof String expression) {
            Expressions.check(fields.path("Regex"), expression);
        }
        if (map.get("pattern") instanceof Map<?, ?> pattern
                && map.containsKey("content")
                && !"".equals(map.get("content"))
                && pattern.get("Regex") instanceof String expression
                && !Expressions.consumes(expression)) {
            throw JsonFields.wrong(
                    fields.path("pattern") + ".Regex", expression, "one that never finds an empty text to replace");
        }
        if ("TemplateProcessing".equals(type) || map.containsKey("special_tokens")) {
            template(fields, map, "single");
            template(fields, map, "pair");
        }
    }

    private static void positive(String path, @Nullable Object value) {
        if (JsonFields.whole(path, value, Integer.MAX_VALUE) == 0) {
            throw JsonFields.wrong(path, value, "at least 1");
        }
    }

    /** Every mark of a template has to be described. */
    private static void template(JsonFields fields, Map<?, ?> map, String name) {
        if (!(map.get(name) instanceof List<?> pieces)) {
            return;
        }
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i) instanceof Map<?, ?> piece
                    && piece.get("SpecialToken") instanceof Map<?, ?> token
                    && !(map.get("special_tokens") instanceof Map<?, ?> known
                            && known.get(token.get("id")) instanceof Map<?, ?>)) {
                throw JsonFields.wrong(
                        fields.path(name) + "[" + i + "].SpecialToken.id",
                        String.valueOf(token.get("id")),
                        "one of those described in '" + fields.path("special_tokens") + "'");
            }
        }
    }
}
