package io.github.gradcam4j.input;

/**
 * Is a text to explain.
 *
 * @param source where it came from
 * @param text the characters as the author wrote them
 */
public record Document(Source source, String text) implements Input {
    /**
     * Wraps a text that comes from nowhere in particular.
     *
     * @param text the characters
     * @return a document called {@code text}
     */
    public static Document of(String text) {
        return new Document(Source.named("text"), text);
    }
}
