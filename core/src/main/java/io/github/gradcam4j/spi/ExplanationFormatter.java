package io.github.gradcam4j.spi;

import io.github.gradcam4j.Explanation;
import java.io.IOException;
import java.io.OutputStream;

/** Writes an explanation in one format. Stateless and thread-safe. The id is the format's name. */
public interface ExplanationFormatter extends Provider {
    /**
     * Returns the extension of the files.
     *
     * @return such as {@code png}, without dot
     */
    String extension();

    /**
     * Describes the format in one line.
     *
     * @return the description
     */
    String description();

    /**
     * Tells whether there is one file for each target, rather than one for all.
     *
     * @return true if {@link FormatRequest#target()} selects what is written
     */
    boolean perTarget();

    /**
     * Tells whether the format can show an explanation.
     *
     * @param explanation the explanation
     * @return false for, say, pictures of an explanation that has no picture and no two-dimensional map
     */
    default boolean accepts(Explanation explanation) {
        return true;
    }

    /**
     * Writes an explanation.
     *
     * @param explanation the explanation
     * @param request which target, and options
     * @param out where to; not closed
     * @throws IOException if writing fails
     * @throws IllegalArgumentException if an option is unknown or wrong
     */
    void write(Explanation explanation, FormatRequest request, OutputStream out) throws IOException;
}
