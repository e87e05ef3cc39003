package io.github.gradcam4j.pytorch.internal.syntax;

/**
 * A place in a text.
 *
 * @param start the index of its first character
 * @param end the index behind its last one
 */
public record Span(int start, int end) {}
