package io.github.gradcam4j.internal.target;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.Labels;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.TargetProvider;
import java.util.List;

/** Parses {@code class:N} and {@code class:NAME}. */
@AutoService(TargetProvider.class)
public final class ClassTargets implements TargetProvider {
    @Override
    public String id() {
        return "class";
    }

    @Override
    public String syntax() {
        return "class:N or class:NAME";
    }

    @Override
    public String description() {
        return "the class with this number or name";
    }

    @Override
    public List<ExplanationTarget> parse(String argument, Labels labels) {
        if (argument.isBlank()) {
            throw new IllegalArgumentException(
                    "target 'class' needs a number or a name, such as class:282 or class:tabby");
        }
        if (argument.matches("\\d{1,9}")) {
            return List.of(new ClassTarget(Integer.parseInt(argument)));
        }
        if (argument.matches("[+-]?\\d+") && !labels.names().contains(argument)) {
            throw new IllegalArgumentException("class " + argument + " does not exist: classes are counted from 0"
                    + (labels.names().isEmpty() ? "" : " to " + (labels.names().size() - 1)));
        }
        return List.of(new ClassTarget(labels.find(argument)));
    }
}
