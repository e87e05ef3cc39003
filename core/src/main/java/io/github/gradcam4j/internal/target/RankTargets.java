package io.github.gradcam4j.internal.target;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.Labels;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.TargetProvider;
import java.util.List;

/** Parses {@code rank:R}. */
@AutoService(TargetProvider.class)
public final class RankTargets implements TargetProvider {
    @Override
    public String id() {
        return "rank";
    }

    @Override
    public String syntax() {
        return "rank:R";
    }

    @Override
    public String description() {
        return "the class with the R-th highest score alone";
    }

    @Override
    public List<ExplanationTarget> parse(String argument, Labels labels) {
        if (!argument.matches("\\d{1,9}") || Integer.parseInt(argument) < 1) {
            throw new IllegalArgumentException(
                    "target 'rank:" + argument + "' needs a number from 1, such as rank:2 for the second best");
        }
        return List.of(new RankTarget(Integer.parseInt(argument)));
    }
}
