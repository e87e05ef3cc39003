package io.github.gradcam4j.input;

import java.util.Arrays;

/**
 * Is the file that a tokenizer is made from: a {@code tokenizer.json}, or a list of words or characters with their numbers.
 *
 * @param name the file's name, for messages
 * @param bytes its content. Not copied; nobody may write to it any more
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record TokenizerFile(String name, byte[] bytes) {
    @Override
    public boolean equals(Object other) {
        return other instanceof TokenizerFile file && name.equals(file.name) && Arrays.equals(bytes, file.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "'" + name + "' of " + bytes.length + " bytes";
    }
}
