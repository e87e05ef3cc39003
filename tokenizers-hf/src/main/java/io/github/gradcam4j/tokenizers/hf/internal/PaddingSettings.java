package io.github.gradcam4j.tokenizers.hf.internal;

import io.github.gradcam4j.input.TextPreprocessing.Side;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Says how a tokenizer.json fills short texts up.
 *
 * @param token what fills up
 * @param id its number; empty if the file does not tell
 * @param side at which end
 * @param length to how many tokens; empty unless it is a fixed number
 */
record PaddingSettings(String token, OptionalLong id, Side side, OptionalInt length) {
    private static final int LONGEST = 1 << 20;
    private static final List<String> USUAL = List.of("[PAD]", "<pad>", "<PAD>", "<|pad|>", "<|padding|>");

    /** Reads the settings; without any, the file's token of a usual name fills up. */
    static PaddingSettings of(JsonFields root, Vocabulary vocabulary) {
        Optional<JsonFields> padding = root.object("padding");
        if (padding.isEmpty()) {
            String usual = USUAL.stream()
                    .filter(token -> vocabulary.id(token).isPresent())
                    .findFirst()
                    .orElse("<PAD>");
            return new PaddingSettings(usual, vocabulary.id(usual), Side.END, OptionalInt.empty());
        }
        JsonFields json = padding.get();
        String token = json.text("pad_token").orElse("[PAD]");
        Optional<Long> id = json.whole("pad_id", Vocabulary.LARGEST_ID);
        long multiple = json.whole("pad_to_multiple_of", LONGEST).orElse(0L);
        Optional<Long> length = json.value("strategy")
                .filter(strategy -> !(strategy instanceof String))
                .flatMap(strategy ->
                        JsonFields.of(json.path("strategy"), strategy).whole("Fixed", LONGEST))
                .map(tokens -> multiple == 0 ? tokens : (tokens + multiple - 1) / multiple * multiple);
        return new PaddingSettings(
                token,
                id.isPresent() ? OptionalLong.of(id.get()) : vocabulary.id(token),
                side(json),
                length.filter(tokens -> tokens > 0).isPresent()
                        ? OptionalInt.of(length.get().intValue())
                        : OptionalInt.empty());
    }

    /** Reads a direction. */
    static Side side(JsonFields json) {
        String direction = json.text("direction").orElse("Right");
        if (!direction.equals("Right") && !direction.equals("Left")) {
            throw JsonFields.wrong(json.path("direction"), direction, "Left or Right");
        }
        return direction.equals("Left") ? Side.START : Side.END;
    }
}
