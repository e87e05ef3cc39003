package io.github.gradcam4j.internal.target;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.Labels;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.TargetProvider;
import java.util.List;
import java.util.stream.IntStream;

/** Parses {@code top} and {@code top:K}. */
@AutoService(TargetProvider.class)
public final class TopTargets implements TargetProvider {
    private static final int MOST = 1000;

    @Override
    public String id() {
        return "top";
    }

    @Override
    public String syntax() {
        return "top or top:K";
    }

    @Override
    public String description() {
        return "the class with the highest score, or the K highest, one map each";
    }

    @Override
    public List<ExplanationTarget> parse(String argument, Labels labels) {
        if (argument.isEmpty()) {
            return List.of(new RankTarget(1));
        }
        if (!argument.matches("\\d{1,9}") || Integer.parseInt(argument) < 1 || Integer.parseInt(argument) > MOST) {
            throw new IllegalArgumentException(
                    "target 'top:" + argument + "' needs a number from 1 to " + MOST + ", such as top:5");
        }
        return IntStream.rangeClosed(1, Integer.parseInt(argument))
                .<ExplanationTarget>mapToObj(RankTarget::new)
                .toList();
    }
}
