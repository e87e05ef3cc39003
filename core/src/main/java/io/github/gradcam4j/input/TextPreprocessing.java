package io.github.gradcam4j.input;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Says how a document becomes the numbers that a network reads. What is left open is taken from the tokenizer's file and from
 * the model.
 *
 * @param tokenizer the plug-in that cuts the document, such as {@code words}, {@code characters} or {@code hugging-face}; empty
 *     for the one that recognises the file
 * @param file what the tokenizer is made from
 * @param options options of the plug-in by name
 * @param length how many tokens the network reads; empty for as many as its input's shape says, or as the document has
 * @param padding at which end a short document is filled up
 * @param padId the number that fills it up
 * @param cut at which end a long document is cut
 * @param longText what is done with a document that is longer than the network reads
 * @param overlap how many tokens neighbouring windows share
 */
public record TextPreprocessing(
        Optional<String> tokenizer,
        Optional<TokenizerFile> file,
        Map<String, String> options,
        OptionalInt length,
        Optional<Side> padding,
        OptionalLong padId,
        Optional<Side> cut,
        LongText longText,
        int overlap) {
    /** Names an end of a document. */
    public enum Side {
        /** The beginning. */
        START,
        /** The end. */
        END;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Names what is done with a document that is longer than the network reads. */
    public enum LongText {
        /** What does not fit is cut off, and a warning says what. */
        CUT,
        /** It is explained in windows, each an item of its own. */
        WINDOWS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the options and checks the numbers; of a token they go from 0 to 2147483646. */
    public TextPreprocessing {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
        if (length.isPresent() && length.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "length " + length.getAsInt() + " is not positive: it is how many tokens the network reads");
        }
        if (padId.isPresent() && (padId.getAsLong() < 0 || padId.getAsLong() >= Integer.MAX_VALUE)) {
            throw new IllegalArgumentException("the number that fills short texts up is " + padId.getAsLong()
                    + ", but numbers of tokens go from 0 to " + (Integer.MAX_VALUE - 1)
                    + ". Give the one that the list of the tokenizer has for padding");
        }
        if (overlap < 0 || (length.isPresent() && overlap >= length.getAsInt())) {
            throw new IllegalArgumentException("overlap " + overlap
                    + " must be 0 or more, and less than the number of tokens that the network reads"
                    + (length.isPresent() ? ", " + length.getAsInt() : ""));
        }
    }

    /**
     * Leaves everything open.
     *
     * @return settings without a tokenizer
     */
    public static TextPreprocessing unknown() {
        return new TextPreprocessing(
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                OptionalInt.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                LongText.CUT,
                0);
    }

    /**
     * Names the plug-in that cuts documents.
     *
     * @param id such as {@code words}
     * @return a copy
     */
    public TextPreprocessing withTokenizer(String id) {
        return new TextPreprocessing(Optional.of(id), file, options, length, padding, padId, cut, longText, overlap);
    }

    /**
     * Sets what the tokenizer is made from.
     *
     * @param other the file
     * @return a copy
     */
    public TextPreprocessing withFile(TokenizerFile other) {
        return new TextPreprocessing(
                tokenizer, Optional.of(other), options, length, padding, padId, cut, longText, overlap);
    }

    /**
     * Sets an option of the plug-in.
     *
     * @param name the option
     * @param value its value
     * @return a copy
     */
    public TextPreprocessing withOption(String name, String value) {
        Map<String, String> more = new TreeMap<>(options);
        more.put(name, value);
        return new TextPreprocessing(tokenizer, file, more, length, padding, padId, cut, longText, overlap);
    }

    /**
     * Sets how many tokens the network reads.
     *
     * @param tokens at least 1
     * @return a copy
     */
    public TextPreprocessing withLength(int tokens) {
        return new TextPreprocessing(
                tokenizer, file, options, OptionalInt.of(tokens), padding, padId, cut, longText, overlap);
    }

    /**
     * Sets how short documents are filled up.
     *
     * @param side at which end
     * @param id the number that fills up, from 0 on
     * @return a copy
     * @throws IllegalArgumentException if it is the number of no token
     */
    public TextPreprocessing withPadding(Side side, long id) {
        return new TextPreprocessing(
                tokenizer, file, options, length, Optional.of(side), OptionalLong.of(id), cut, longText, overlap);
    }

    /**
     * Cuts long documents.
     *
     * @param side at which end
     * @return a copy
     */
    public TextPreprocessing withCut(Side side) {
        return new TextPreprocessing(
                tokenizer, file, options, length, padding, padId, Optional.of(side), LongText.CUT, 0);
    }

    /**
     * Explains long documents in windows.
     *
     * @param shared how many tokens neighbouring windows share
     * @return a copy
     */
    public TextPreprocessing withWindows(int shared) {
        return new TextPreprocessing(tokenizer, file, options, length, padding, padId, cut, LongText.WINDOWS, shared);
    }
}
