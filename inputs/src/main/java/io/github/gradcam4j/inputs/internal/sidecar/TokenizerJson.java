package io.github.gradcam4j.inputs.internal.sidecar;

import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TextPreprocessing.LongText;
import io.github.gradcam4j.input.TextPreprocessing.Side;
import io.github.gradcam4j.input.TokenizerFile;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The object {@code tokenizer} of a sidecar, which may also stand in a file of its own. */
public final class TokenizerJson {
    static final Set<String> FIELDS = new TreeSet<>(
            Set.of("kind", "file", "options", "length", "padding", "padId", "cut", "longText", "overlap"));

    private static final long LONGEST = 1 << 20;
    private static final int LARGEST_FILE = 1 << 20;

    private TokenizerJson() {}

    /**
     * Tells such an object from a list of words in JSON, whose values are numbers, and from a tokenizer.json.
     *
     * @param file the content of a file
     * @return true for an object whose kind or file is named
     */
    public static boolean isOne(byte[] file) {
        try {
            return file.length <= LARGEST_FILE
                    && JsonTree.parse(file) instanceof Map<?, ?> map
                    && (map.get("kind") instanceof String || map.get("file") instanceof String);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Parses a file that holds nothing but such an object.
     *
     * @param json its content
     * @param siblings reads files beside it, by name
     * @return what it says
     * @throws IllegalArgumentException if it cannot be understood; the message names field and value
     */
    public static TextPreprocessing parse(byte[] json, Function<String, Optional<byte[]>> siblings) {
        return of(JsonTree.parse(json), "", siblings);
    }

    /** Reads an object, or the name of a file. */
    static TextPreprocessing of(Object value, String path, Function<String, Optional<byte[]>> siblings) {
        if (value instanceof String file) {
            return TextPreprocessing.unknown().withFile(file(path, file, siblings));
        }
        if (!(value instanceof Map)) {
            throw JsonObject.wrong(
                    path, value, "the name of a file beside the model, or an object with the fields " + FIELDS);
        }
        JsonObject json = JsonObject.of(value, path, FIELDS);
        Optional<String> kind = json.text("kind");
        kind.filter(id -> !id.matches("[a-z0-9-]{1,64}")).ifPresent(id -> {
            throw JsonObject.wrong(
                    json.path("kind"), id, "the name of a tokenizer, such as words, characters or hugging-face");
        });
        Optional<Long> length = json.whole("length", 1, LONGEST);
        Optional<Long> padId = json.whole("padId", 0, Integer.MAX_VALUE - 1);
        LongText longText = json.choice("longText", LongText.values()).orElse(LongText.CUT);
        if (longText != LongText.WINDOWS && json.has("overlap")) {
            throw JsonObject.wrong(
                    json.path("overlap"),
                    json.value("overlap").orElseThrow(),
                    "left out unless 'longText' is 'windows'");
        }
        try {
            return new TextPreprocessing(
                    kind,
                    json.text("file").map(file -> file(json.path("file"), file, siblings)),
                    options(json),
                    length.isPresent() ? OptionalInt.of(length.get().intValue()) : OptionalInt.empty(),
                    json.choice("padding", Side.values()),
                    padId.isPresent() ? OptionalLong.of(padId.get()) : OptionalLong.empty(),
                    json.choice("cut", Side.values()),
                    longText,
                    json.whole("overlap", 0, LONGEST - 1).orElse(0L).intValue());
        } catch (IllegalArgumentException e) {
            throw path.isEmpty() || String.valueOf(e.getMessage()).contains("'" + path)
                    ? e
                    : new IllegalArgumentException("'" + path + "': " + e.getMessage(), e);
        }
    }

    private static TokenizerFile file(String path, String file, Function<String, Optional<byte[]>> siblings) {
        byte[] bytes =
                SidecarJson.sibling(path, file, siblings, "the name of a file beside the model, without folders");
        return new TokenizerFile(file, bytes);
    }

    /** What options there are, the plug-in knows. */
    private static Map<String, String> options(JsonObject json) {
        Map<String, String> options = new TreeMap<>();
        json.value("options").ifPresent(value -> {
            if (!(value instanceof Map<?, ?> fields)) {
                throw JsonObject.wrong(json.path("options"), value, "an object of options and their values");
            }
            fields.forEach((name, option) -> {
                if (!JsonObject.COMMENT.equals(name)) {
                    options.put((String) name, option(json.path("options") + "." + name, option));
                }
            });
        });
        return options;
    }

    private static String option(String path, Object value) {
        if (value instanceof BigDecimal number) {
            return number.precision() - number.scale() > 20 ? number.toString() : number.toPlainString();
        }
        if (value instanceof String || value instanceof Boolean) {
            return value.toString();
        }
        throw JsonObject.wrong(path, value, "a text, a number, true or false");
    }
}
