package io.github.gradcam4j.cli;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.InputException;
import io.github.gradcam4j.Interpolation;
import io.github.gradcam4j.Words;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TextPreprocessing.LongText;
import io.github.gradcam4j.input.TextPreprocessing.Side;
import io.github.gradcam4j.inputs.TextPreprocessings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Says how texts are read, and how maps become weights of words. */
final class TextArguments {
    @Option(names = "--text", paramLabel = "STRING", description = "a document; repeatable")
    List<String> texts = new ArrayList<>();

    @Option(
            names = "--tokenizer",
            paramLabel = "NAME|FILE",
            description = "how a document becomes numbers: a tokenizer.json, a word index, a JSON file as in sidecars,"
                    + " or the name of a tokenizer (default: the sidecar)")
    @Nullable
    String tokenizer;

    @Option(
            names = "--length",
            paramLabel = "N",
            description = "how many tokens the model reads (default: as its input's shape says)")
    @Nullable
    Integer length;

    @Option(
            names = "--long-text",
            paramLabel = "cut|windows",
            description = "cut what the model cannot read, or explain it in windows, each an item of its own"
                    + " (default: cut, with a warning)")
    @Nullable
    String longText;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description =
                    "with a .npy of numbers: the tokens that they stand for, one a line; those of the next item of"
                            + " a batch follow")
    @Nullable
    Path tokens;

    @Option(names = "--pad-token", paramLabel = "S", description = "with --tokens: the token that fills up; not shown")
    @Nullable
    String padToken;

    @Option(
            names = "--pad-value",
            paramLabel = "N",
            description = "the number that fills up: with --tokens its positions are not shown, with texts it is used")
    @Nullable
    Long padValue;

    @Option(
            names = "--interpolation",
            paramLabel = "KIND",
            description = "how a map is brought to the number of tokens: linear, nearest, nearest-up, zero, slinear,"
                    + " quadratic, cubic, quartic, quintic, previous, next (default: linear)")
    String interpolation = "linear";

    @Option(
            names = "--words",
            paramLabel = "pieces|sum|mean|strongest",
            description = "how the weights of a word's pieces become one (default: pieces, which stay apart)")
    String words = "pieces";

    private @Nullable TokenLines lines;
    private boolean beforeTexts;

    /** Refuses what cannot be, and reads the file of tokens. */
    void check() {
        Interpolation.named(interpolation);
        Words.named(words);
        longText();
        if (tokens == null && padToken != null) {
            throw new IllegalArgumentException("--pad-token names one of the tokens that --tokens FILE lists, but that"
                    + " is missing. Texts are filled up as their tokenizer says, or with --pad-value");
        }
        if (padToken != null && padValue != null) {
            throw new IllegalArgumentException("--pad-token and --pad-value both say what fills up. Give one of them");
        }
        if (tokens != null) {
            lines = TokenLines.read(tokens);
        } else if (padValue != null) {
            TextPreprocessing.unknown().withPadding(Side.END, padValue);
        }
    }

    private Optional<LongText> longText() {
        if (longText == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (longText.toLowerCase(Locale.ROOT)) {
                    case "cut" -> LongText.CUT;
                    case "windows" -> LongText.WINDOWS;
                    default ->
                        throw new IllegalArgumentException(
                                "--long-text '" + longText + "' is not known; choose cut or windows");
                });
    }

    /** Tells whether a model's own settings for texts are changed. */
    boolean changesSettings() {
        return tokenizer != null || length != null || longText != null || (padValue != null && tokens == null);
    }

    private String misplaced() {
        return tokenizer != null
                ? "--tokenizer"
                : length != null ? "--length" : longText != null ? "--long-text" : "--pad-value";
    }

    /** Changes the settings for texts as the options say. */
    TextPreprocessing settings(TextPreprocessing told) {
        TextPreprocessing how = tokenizer == null ? told : named(tokenizer);
        return new TextPreprocessing(
                how.tokenizer(),
                how.file(),
                how.options(),
                length == null ? how.length() : OptionalInt.of(length),
                how.padding(),
                padValue == null || tokens != null ? how.padId() : OptionalLong.of(padValue),
                how.cut(),
                longText().orElse(how.longText()),
                how.overlap());
    }

    private static TextPreprocessing named(String tokenizer) {
        try {
            return TextPreprocessings.parse(tokenizer);
        } catch (InputException e) {
            // A file that an option names, not the model and none of the inputs.
            throw new CommandFailure(ExitCode.USAGE, e);
        }
    }

    /** A file of tokens belongs to one array: beside another of the same size, words would get weights of others. */
    void checkInputs(List<InputFile> inputs) {
        if (tokens != null && inputs.size() > 1) {
            throw new IllegalArgumentException("--tokens FILE lists the tokens of one array, but " + inputs.size()
                    + " inputs are named. Explain them in as many commands, or put the arrays into one batch");
        }
        beforeTexts = changesSettings() && inputs.stream().anyMatch(InputFile::isText);
    }

    /** Returns the files that are read. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        if (tokens != null) {
            files.add(tokens);
        }
        if (tokenizer != null) {
            files.add(Path.of(tokenizer));
        }
        return files;
    }

    /** Puts the tokens beside their numbers, and refuses options that no input heeds. */
    Input withTokens(Input input) {
        if (changesSettings() && !beforeTexts && !(input instanceof Document)) {
            throw new IllegalArgumentException(misplaced() + " steers how texts are read, but '"
                    + input.source().name() + "' is none. Leave it out, or name a .txt file or --text"
                    + (padValue != null && input instanceof Arrays
                            ? ", or the array's tokens with --tokens FILE, of which --pad-value marks some"
                            : ""));
        }
        if (lines == null) {
            return input;
        }
        if (!(input instanceof Arrays arrays)) {
            throw new IllegalArgumentException("--tokens names the tokens of numbers in a .npy array, but '"
                    + input.source().name() + "' is none");
        }
        return lines.beside(arrays, padToken, padValue);
    }

    /** Says how weights are read off. */
    void put(ExplainRequest.Builder request) {
        request.interpolation(Interpolation.named(interpolation)).words(Words.named(words));
    }
}
