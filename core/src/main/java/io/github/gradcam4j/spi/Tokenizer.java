package io.github.gradcam4j.spi;

import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.Token;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Cuts documents into tokens. Thread-safe. Whoever opened it closes it; {@link #close()} is idempotent, and after it every call
 * throws {@link IllegalStateException}.
 */
public interface Tokenizer extends AutoCloseable {
    /**
     * Cuts a document. Offsets are indices of UTF-16 units of the document as it is given, whatever the tokenizer does to it
     * (lower case, Unicode normalisation), and never fall between the halves of a surrogate pair.
     *
     * @param text the document; may be empty
     * @return its tokens and their numbers, with the marks that the network wants around it
     */
    Encoding encode(String text);

    /**
     * Describes it in one line, for provenance.
     *
     * @return such as {@code words of 'index.json' (114 words, lower case)}
     */
    String description();

    /**
     * Returns the number of different tokens.
     *
     * @return one more than the largest number; empty if it is not known
     */
    OptionalInt vocabulary();

    /**
     * Returns the number that fills short documents up, as far as the tokenizer's file tells.
     *
     * @return the number; empty if it is not known
     */
    OptionalLong padId();

    /**
     * Tells whether the numbers of tokens mean something. Without its list a tokenizer only cuts: enough for models that take the
     * characters of a text themselves.
     *
     * @return true by default
     */
    default boolean isNumbered() {
        return true;
    }

    /**
     * Returns the number that stands for all tokens that are not in the vocabulary.
     *
     * @return the number; empty if there is none, because every text can be cut into known tokens, or because unknown ones are
     *     {@linkplain Encoding#leftOut() left out}
     */
    default OptionalLong unknownId() {
        return OptionalLong.empty();
    }

    /**
     * Returns the token that fills short documents up.
     *
     * @return such as {@code [PAD]}
     */
    default String padToken() {
        return "<PAD>";
    }

    /**
     * Returns the end at which short documents are filled up, as far as the tokenizer's file tells.
     *
     * @return the end by default
     */
    default TextPreprocessing.Side padding() {
        return TextPreprocessing.Side.END;
    }

    /**
     * Returns the end at which long documents are cut, as far as the tokenizer's file tells.
     *
     * @return the end by default
     */
    default TextPreprocessing.Side cut() {
        return TextPreprocessing.Side.END;
    }

    /**
     * Returns how many tokens the network reads, as far as the tokenizer's file tells, {@linkplain Token.Kind#SPECIAL marks}
     * included.
     *
     * @return the largest number, or the only one; empty if it is not known
     */
    default OptionalInt length() {
        return OptionalInt.empty();
    }

    /**
     * Returns how many tokens short documents are filled up to, as far as the tokenizer's file tells. A length that the settings or
     * the input's shape name goes before it.
     *
     * @return the number, marks included; empty by default: as many as there are
     */
    default OptionalInt filledLength() {
        return OptionalInt.empty();
    }

    @Override
    void close();
}
