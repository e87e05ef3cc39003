package io.github.gradcam4j;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Answers one question.
 *
 * @param target the question's spec; {@code class:N} for classes, whatever asked for them
 * @param classIndex the class, where the target is one
 * @param label the class's name, if known
 * @param score the target's value
 * @param probability the class's probability, if the activation is known
 * @param status whether the map means something
 * @param heatmap the raw map
 * @param tokens for texts the weight of each token or word, in the order of the document, without padding; empty otherwise
 */
public record TargetExplanation(
        String target,
        OptionalInt classIndex,
        Optional<String> label,
        double score,
        OptionalDouble probability,
        Status status,
        Heatmap heatmap,
        List<TokenWeight> tokens) {
    /** Copies the list. */
    public TargetExplanation {
        tokens = List.copyOf(tokens);
    }

    /**
     * Answers a question that is not about a text.
     *
     * @param target the question's spec
     * @param classIndex the class, where the target is one
     * @param label the class's name, if known
     * @param score the target's value
     * @param probability the class's probability, if the activation is known
     * @param status whether the map means something
     * @param heatmap the raw map
     */
    public TargetExplanation(
            String target,
            OptionalInt classIndex,
            Optional<String> label,
            double score,
            OptionalDouble probability,
            Status status,
            Heatmap heatmap) {
        this(target, classIndex, label, score, probability, status, heatmap, List.of());
    }

    /**
     * Returns the question's form in file names.
     *
     * @return {@code class282} for classes; otherwise the spec with everything but letters and digits turned into a dash
     */
    public String slug() {
        return classIndex.isPresent() ? "class" + classIndex.getAsInt() : target.replaceAll("[^A-Za-z0-9]", "-");
    }

    /**
     * Returns the question's name for people.
     *
     * @return the label if it is known, otherwise the spec
     */
    public String title() {
        return label.orElse(target);
    }
}
