package io.github.gradcam4j;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Is the score of one class.
 *
 * @param index the class, from 0
 * @param label its name, if known
 * @param score the tensor that was asked about, at this class
 * @param probability the probability, if the activation is known
 */
public record ClassScore(int index, Optional<String> label, double score, OptionalDouble probability) {}
