package io.github.gradcam4j.input;

/**
 * Is a text to explain.
 *
 * @param source where it came from
 * @param text the characters as the author wrote them
 */
public record Document(Source source, String text) implements Input {}
