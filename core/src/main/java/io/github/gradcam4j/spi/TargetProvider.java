package io.github.gradcam4j.spi;

import io.github.gradcam4j.Labels;
import java.util.List;

/** Parses one kind of target. The id is what stands before the colon of a spec. */
public interface TargetProvider extends Provider {
    /**
     * Returns how the kind is written.
     *
     * @return such as {@code class:N or class:NAME}
     */
    String syntax();

    /**
     * Says what the kind asks, in one line.
     *
     * @return the description
     */
    String description();

    /**
     * Parses a spec of this kind.
     *
     * @param argument what stands behind the colon; empty if there is none
     * @param labels the names of the model's classes
     * @return one target or several
     * @throws IllegalArgumentException if the argument means nothing, saying what would
     */
    List<ExplanationTarget> parse(String argument, Labels labels);
}
