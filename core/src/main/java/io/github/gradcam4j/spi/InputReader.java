package io.github.gradcam4j.spi;

import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.input.Source;
import java.util.Set;

/** Turns the bytes of a file into an input. Thread-safe. */
public interface InputReader extends Provider {
    /**
     * Returns the file extensions that this reader is for.
     *
     * @return lower-case extensions without dot
     */
    Set<String> extensions();

    /**
     * Judges bytes by their first kilobyte.
     *
     * @param head the beginning of the file
     * @return true if this reader knows the format
     */
    boolean recognises(byte[] head);

    /**
     * Reads an input.
     *
     * @param bytes the whole content
     * @param source where it came from
     * @return the input
     * @throws io.github.gradcam4j.InputException if the content is damaged, hostile or unsupported
     */
    Input read(byte[] bytes, Source source);
}
