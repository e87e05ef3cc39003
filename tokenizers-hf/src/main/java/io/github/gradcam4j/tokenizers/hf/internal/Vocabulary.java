package io.github.gradcam4j.tokenizers.hf.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The tokens of a tokenizer.json and their numbers, those included that were added to the model's own. */
final class Vocabulary {
    /** The library counts in 32 bits; networks have far fewer rows. */
    static final long LARGEST_ID = (1L << 31) - 2;

    private static final int MOST = 4_000_000;
    private static final String MODEL = "model.vocab";

    private final Map<String, Long> ids = new HashMap<>();
    private long largest;

    static Vocabulary of(JsonFields root, JsonFields model) {
        Vocabulary vocabulary = new Vocabulary();
        Object tokens = model.value("vocab")
                .orElseThrow(() -> new IllegalArgumentException("the field '" + MODEL + "' is missing"));
        if (tokens instanceof Map<?, ?> map) {
            map.forEach((token, id) ->
                    vocabulary.put((String) token, JsonFields.whole(MODEL + "['" + token + "']", id, LARGEST_ID)));
        } else if (tokens instanceof List<?> list) {
            vocabulary.pieces(list);
        } else {
            throw JsonFields.wrong(MODEL, tokens, "an object of tokens and their numbers, or a list of pieces");
        }
        root.value("added_tokens").ifPresent(added -> vocabulary.added(added));
        if (vocabulary.ids.isEmpty()) {
            throw new IllegalArgumentException("there is no token in '" + MODEL + "'");
        }
        if (vocabulary.ids.size() > MOST) {
            throw new IllegalArgumentException(
                    "it has " + vocabulary.ids.size() + " tokens, more than the " + MOST + " that are read");
        }
        return vocabulary;
    }

    private void pieces(List<?> list) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof List<?> piece && piece.size() == 2 && piece.get(0) instanceof String token) {
                put(token, i);
            } else {
                throw JsonFields.wrong(MODEL + "[" + i + "]", list.get(i), "a piece and its score");
            }
        }
    }

    private void added(Object added) {
        if (!(added instanceof List<?> list)) {
            throw JsonFields.wrong("added_tokens", added, "a list");
        }
        for (int i = 0; i < list.size(); i++) {
            JsonFields token = JsonFields.of("added_tokens[" + i + "]", list.get(i));
            put(
                    token.text("content").orElse(""),
                    token.whole("id", LARGEST_ID)
                            .orElseThrow(() ->
                                    new IllegalArgumentException("the field '" + token.path("id") + "' is missing")));
        }
    }

    private void put(String token, long id) {
        ids.put(token, id);
        largest = Math.max(largest, id);
    }

    OptionalLong id(String token) {
        Long id = ids.get(token);
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    int size() {
        return ids.size();
    }

    long largest() {
        return largest;
    }
}
