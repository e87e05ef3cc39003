package io.github.gradcam4j.internal.target;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.Labels;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.TargetProvider;
import java.util.List;

/** Parses {@code not:N} and {@code not:NAME}. */
@AutoService(TargetProvider.class)
public final class NotTargets implements TargetProvider {
    @Override
    public String id() {
        return "not";
    }

    @Override
    public String syntax() {
        return "not:N or not:NAME";
    }

    @Override
    public String description() {
        return "what lowers the score of this class: the other side of an output with one unit";
    }

    @Override
    public List<ExplanationTarget> parse(String argument, Labels labels) {
        if (argument.isBlank()) {
            throw new IllegalArgumentException("target 'not' needs a number or a name, such as not:0 or not:tabby");
        }
        return List.of(
                new NotTarget(argument.matches("\\d{1,9}") ? Integer.parseInt(argument) : labels.find(argument)));
    }
}
