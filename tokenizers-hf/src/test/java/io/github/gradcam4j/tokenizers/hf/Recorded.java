package io.github.gradcam4j.tokenizers.hf;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TokenizerFile;
import io.github.gradcam4j.spi.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What Python's tokenizers library made of a text, recorded by fixtures/tokenizers/make_fixtures.py.
 *
 * @param tokenizer the file without ending
 * @param text the text
 * @param ids numbers
 * @param tokens tokens
 * @param offsets first code point and the one behind the last, for each token
 * @param words the word of each token, or -1
 * @param types segments
 * @param special 1 for marks that were added
 */
record Recorded(
        String tokenizer,
        String text,
        List<Integer> ids,
        List<String> tokens,
        List<Integer> offsets,
        List<Integer> words,
        List<Integer> types,
        List<Integer> special) {
    static final Path FOLDER = Path.of(System.getProperty("fixtures.dir"), "tokenizers");

    static TokenizerFile file(String name) {
        try {
            return new TokenizerFile(name + ".json", Files.readAllBytes(FOLDER.resolve(name + ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Tokenizer open(String name) {
        return new HuggingFaceTokenizers().open(TextPreprocessing.unknown().withFile(file(name)));
    }

    static Stream<String> names() {
        return json("encodings").keySet().stream();
    }

    static List<Recorded> of(String tokenizer) {
        List<Recorded> all = new ArrayList<>();
        Map<String, Map<String, List<?>>> encodings = cast(json("encodings").get(tokenizer));
        encodings.forEach((key, value) -> all.add(new Recorded(
                tokenizer,
                (String) json("texts").get(key),
                cast(value.get("ids")),
                cast(value.get("tokens")),
                cast(value.get("offsets")),
                cast(value.get("words")),
                cast(value.get("types")),
                cast(value.get("special")))));
        return all;
    }

    static Recorded of(String tokenizer, String text) {
        return of(tokenizer).stream()
                .filter(recorded -> recorded.text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    /** Where code points begin, as indices of UTF-16 units: counted here by Java's own streams. */
    int unit(int codePoint) {
        return text.codePoints()
                .limit(codePoint)
                .map(c -> Character.toString(c).length())
                .sum();
    }

    private static Map<String, Object> json(String part) {
        return cast(Holder.ALL.get(part));
    }

    @SuppressWarnings("unchecked") // the script wrote it
    private static <T> T cast(Object value) {
        return (T) value;
    }

    private static final class Holder {
        static final Map<String, Object> ALL = read();

        private static Map<String, Object> read() {
            try {
                return JSON.std.mapFrom(Files.readString(FOLDER.resolve("encodings.json")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
