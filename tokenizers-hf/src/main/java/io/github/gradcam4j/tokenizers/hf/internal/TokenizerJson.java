package io.github.gradcam4j.tokenizers.hf.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.gradcam4j.input.TextPreprocessing.Side;
import io.github.gradcam4j.input.TokenizerFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Is what a tokenizer.json says.
 *
 * @param name the file's name
 * @param type the model, such as {@code WordPiece}
 * @param size how many tokens there are
 * @param largestId the largest number of a token
 * @param unknownId the number of what is not in the vocabulary
 * @param padding how short texts are filled up
 * @param cut at which end long texts are cut
 * @param length how many tokens the network reads
 * @param cleaned the file for the native library: it neither cuts nor fills up nor leaves merges out at random
 */
public record TokenizerJson(
        String name,
        String type,
        int size,
        long largestId,
        OptionalLong unknownId,
        PaddingSettings padding,
        Side cut,
        OptionalInt length,
        String cleaned) {
    private static final int LARGEST = 256 << 20;
    private static final Set<String> TYPES = Set.of("WordPiece", "BPE", "Unigram", "WordLevel");

    /**
     * Judges a file by its content.
     *
     * @param bytes the file
     * @return true if it is an object with a model that has a vocabulary
     */
    public static boolean recognises(byte[] bytes) {
        try (JsonParser parser = JsonTree.parser(bytes)) {
            if (bytes.length > LARGEST || parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean model = parser.currentName().equals("model");
                if (model && parser.nextToken() == JsonToken.START_OBJECT) {
                    return hasVocabulary(parser);
                }
                if (!model) {
                    parser.nextToken();
                }
                parser.skipChildren();
            }
            return false;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static boolean hasVocabulary(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            if (parser.currentName().equals("vocab")) {
                return true;
            }
            parser.nextToken();
            parser.skipChildren();
        }
        return false;
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return what it says
     * @throws IllegalArgumentException if it is none; the message names path, value and what is expected
     */
    public static TokenizerJson parse(TokenizerFile file) {
        if (file.bytes().length > LARGEST) {
            throw new IllegalArgumentException("it has more than " + (LARGEST >> 20) + " MiB");
        }
        Object tree = JsonTree.parse(file.bytes());
        JsonFields root = JsonFields.of("", tree);
        JsonFields model = root.object("model")
                .orElseThrow(() -> new IllegalArgumentException(
                        "it has no 'model', so it is no tokenizer.json. Other files beside a model, such as"
                                + " tokenizer_config.json, vocab.json or vocab.txt, are none either"));
        Vocabulary vocabulary = Vocabulary.of(root, model);
        Hazards.check(root, model);
        Optional<JsonFields> truncation = root.object("truncation");
        PaddingSettings padding = PaddingSettings.of(root, vocabulary);
        Optional<Long> most = truncation
                .flatMap(t -> t.whole("max_length", Long.MAX_VALUE >> 1))
                .filter(tokens -> tokens > 0 && tokens <= Integer.MAX_VALUE);
        return new TokenizerJson(
                file.name(),
                type(model),
                vocabulary.size(),
                vocabulary.largest(),
                unknown(model, vocabulary),
                padding,
                truncation.map(PaddingSettings::side).orElse(Side.END),
                most.isPresent() ? OptionalInt.of(most.get().intValue()) : padding.length(),
                JsonTree.write(cleaned((Map<?, ?>) tree)));
    }

    /** Old files leave the type out. */
    private static String type(JsonFields model) {
        String type = model.text("type")
                .orElseGet(() -> model.value("vocab").orElseThrow() instanceof List
                        ? "Unigram"
                        : model.value("merges").isPresent()
                                ? "BPE"
                                : model.value("continuing_subword_prefix").isPresent() ? "WordPiece" : "WordLevel");
        if (!TYPES.contains(type)) {
            throw JsonFields.wrong("model.type", type, "WordPiece, BPE, Unigram or WordLevel");
        }
        return type;
    }

    private static OptionalLong unknown(JsonFields model, Vocabulary vocabulary) {
        Optional<Long> id = model.whole("unk_id", Vocabulary.LARGEST_ID);
        return id.isPresent()
                ? OptionalLong.of(id.get())
                : model.text("unk_token").map(vocabulary::id).orElseGet(OptionalLong::empty);
    }

    private static Map<String, Object> cleaned(Map<?, ?> tree) {
        Map<String, Object> root = copy(tree);
        root.put("truncation", JsonTree.NULL);
        root.put("padding", JsonTree.NULL);
        Map<String, Object> model = copy((Map<?, ?>) Objects.requireNonNull(tree.get("model"), "model"));
        model.replace("dropout", JsonTree.NULL);
        root.put("model", model);
        return root;
    }

    private static Map<String, Object> copy(Map<?, ?> fields) {
        Map<String, Object> copy = new LinkedHashMap<>();
        fields.forEach((name, value) -> copy.put((String) name, value));
        return copy;
    }
}
