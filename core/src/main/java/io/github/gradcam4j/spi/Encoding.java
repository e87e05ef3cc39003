package io.github.gradcam4j.spi;

import io.github.gradcam4j.input.Token;
import java.util.List;

/**
 * Is a document in tokens and their numbers, whole: nothing is cut off and nothing filled up yet.
 *
 * @param tokens the tokens. Marks at the beginning and at the end are {@linkplain Token.Kind#SPECIAL special}: they stay where
 *     they are when the document between them is cut
 * @param ids the number of each token. Not copied; nobody may write to it any more
 * @param types the segment of each token, for networks that have a second input for it: 0 for the only text
 * @param leftOut what stands in the document but for which there is no number, and which the network therefore does not see
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of numbers; nobody compares them
public record Encoding(List<Token> tokens, long[] ids, long[] types, List<Token> leftOut) {
    /** Checks that there is one number for each token. */
    public Encoding {
        tokens = List.copyOf(tokens);
        leftOut = List.copyOf(leftOut);
        if (ids.length != tokens.size() || types.length != tokens.size()) {
            throw new IllegalArgumentException(
                    tokens.size() + " tokens cannot have " + ids.length + " numbers and " + types.length + " segments");
        }
    }

    /**
     * Makes an encoding that leaves nothing out.
     *
     * @param tokens the tokens
     * @param ids their numbers
     * @param types their segments
     */
    public Encoding(List<Token> tokens, long[] ids, long[] types) {
        this(tokens, ids, types, List.of());
    }

    /**
     * Makes an encoding whose tokens are all of one segment.
     *
     * @param tokens the tokens
     * @param ids their numbers
     * @return the encoding
     */
    public static Encoding of(List<Token> tokens, long[] ids) {
        return new Encoding(tokens, ids, new long[ids.length]);
    }
}
