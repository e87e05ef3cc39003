package io.github.gradcam4j.inputs.internal.text;

import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TokenizerFile;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What tokenizers with lists of words and of characters have in common. */
final class Lists {
    private Lists() {}

    static boolean recognises(TokenizerFile file, boolean characters) {
        try {
            return IndexFile.parse(file).characters() == characters;
        } catch (RuntimeException e) {
            return false;
        }
    }

    static Optional<IndexFile> read(TextPreprocessing settings) {
        return settings.file().map(file -> {
            try {
                return IndexFile.parse(file);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "the file '" + file.name() + "' cannot be used: " + e.getMessage()
                                + ". Expected is a JSON object of words and numbers, Keras' Tokenizer.to_json(), a table"
                                + " 'word,number', or one word a line",
                        e);
            }
        });
    }

    /** Combines what is set with what the file says. */
    static Options options(TextPreprocessing settings, Optional<IndexFile> file, SortedSet<String> known) {
        Options set = Options.of(settings.options(), known);
        Map<String, String> all = new TreeMap<>(file.map(IndexFile::options).orElse(Map.of()));
        all.putAll(set.values());
        return Options.of(all, known);
    }

    static String description(String kind, TextPreprocessing settings, Numbering numbering, boolean lowercase) {
        String lower = lowercase ? "lower case" : "";
        return settings.file().isEmpty()
                ? kind + (lower.isEmpty() ? "" : " (" + lower + ")")
                : kind + " of '" + settings.file().get().name() + "' ("
                        + numbering.ids().size() + " " + kind + (lower.isEmpty() ? "" : ", " + lower) + ")";
    }

    static Set<Integer> characters(Optional<String> option) {
        return option.stream().flatMap(text -> text.codePoints().boxed()).collect(Collectors.toSet());
    }
}
