package io.github.gradcam4j;

import io.github.gradcam4j.input.Token;

/**
 * Says how much a token, or a word, speaks for a target.
 *
 * @param token the token; for a word the characters of the document that it covers
 * @param weight the map's value there: positive for the target, negative against it, in the map's own unit
 */
public record TokenWeight(Token token, float weight) {}
