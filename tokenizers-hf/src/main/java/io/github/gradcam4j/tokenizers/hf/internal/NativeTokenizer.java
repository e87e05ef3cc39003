package io.github.gradcam4j.tokenizers.hf.internal;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.input.TextPreprocessing.Side;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.spi.Encoding;
import io.github.gradcam4j.spi.Tokenizer;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Is a tokenizer of the native library. Calls run side by side; closing waits for them. */
public final class NativeTokenizer implements Tokenizer {
    private static final char REPLACEMENT = '\ufffd';

    private final TokenizersLibrary library;
    private final TokenizerJson json;
    private final boolean marks;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final long handle;
    private boolean closed;

    private NativeTokenizer(TokenizersLibrary library, TokenizerJson json, boolean marks, long handle) {
        this.library = library;
        this.json = json;
        this.marks = marks;
        this.handle = handle;
    }

    /**
     * Opens a tokenizer.
     *
     * @param json what its file says
     * @param marks whether the marks around a text are added
     * @return the tokenizer
     * @throws IllegalArgumentException if the library cannot understand the file
     */
    public static NativeTokenizer open(TokenizerJson json, boolean marks) {
        TokenizersLibrary library = NativeLibrary.get();
        try {
            return new NativeTokenizer(library, json, marks, library.createTokenizerFromString(json.cleaned()));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "the tokenizers library says: " + e.getMessage()
                            + ". Write it again with a current version of the library that made it",
                    e);
        }
    }

    @Override
    public Encoding encode(String text) {
        String whole = withoutLoneSurrogates(text);
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException(description() + " is closed");
            }
            return encoded(whole);
        } finally {
            lock.readLock().unlock();
        }
    }

    private Encoding encoded(String text) {
        long encoding;
        try {
            encoding = library.encode(handle, text, marks);
        } catch (RuntimeException e) {
            throw new ExplanationException(description() + " cannot cut the text: " + e.getMessage(), e);
        }
        try {
            String[] names = library.getTokens(encoding);
            long[] words = library.getWordIds(encoding);
            long[] added = library.getSpecialTokenMask(encoding);
            long[] ids = library.getTokenIds(encoding);
            if (words.length != names.length || added.length != names.length || ids.length != names.length) {
                throw new ExplanationException(
                        description() + " makes " + names.length + " tokens with " + ids.length
                                + " numbers of the text. Its file is damaged: 'post_processor' gives a mark other than one number");
            }
            List<Token> tokens = new Places(text).of(names, library.getTokenCharSpans(encoding), words, added);
            return new Encoding(tokens, ids, library.getTypeIds(encoding));
        } finally {
            library.deleteEncoding(encoding);
        }
    }

    /** Half a surrogate pair is no character, and the library's strings cannot hold it. Nothing moves. */
    private static String withoutLoneSurrogates(String text) {
        StringBuilder whole = new StringBuilder(text);
        for (int i = 0; i < whole.length(); i++) {
            char unit = whole.charAt(i);
            if (Character.isHighSurrogate(unit)
                    && i + 1 < whole.length()
                    && Character.isLowSurrogate(whole.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit)) {
                whole.setCharAt(i, REPLACEMENT);
            }
        }
        return whole.toString();
    }

    @Override
    public String description() {
        return json.type() + " of '" + json.name() + "' (" + json.size() + " tokens" + (marks ? "" : ", without marks")
                + ")";
    }

    @Override
    public OptionalInt vocabulary() {
        return OptionalInt.of((int) json.largestId() + 1);
    }

    @Override
    public OptionalLong unknownId() {
        return json.unknownId();
    }

    @Override
    public OptionalLong padId() {
        return json.padding().id();
    }

    @Override
    public String padToken() {
        return json.padding().token();
    }

    @Override
    public Side padding() {
        return json.padding().side();
    }

    @Override
    public Side cut() {
        return json.cut();
    }

    @Override
    public OptionalInt length() {
        return json.length();
    }

    @Override
    public OptionalInt filledLength() {
        return json.padding().length();
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                library.deleteTokenizer(handle);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
