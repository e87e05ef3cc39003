package io.github.gradcam4j.internal.target;

import io.github.gradcam4j.Labels;
import io.github.gradcam4j.discovery.Registry;
import io.github.gradcam4j.internal.layer.Nearest;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.TargetProvider;
import java.util.List;
import java.util.stream.Collectors;

/** Parses target specs with the providers on the class path. */
public final class TargetSpecs {
    private TargetSpecs() {}

    /** Returns the targets that a spec means. */
    public static List<ExplanationTarget> parse(String spec, Labels labels, Registry<TargetProvider> providers) {
        int colon = spec.indexOf(':');
        String kind = colon < 0 ? spec : spec.substring(0, colon);
        TargetProvider provider = providers
                .find(kind)
                .orElseThrow(() -> new IllegalArgumentException("target '" + spec + "' is of an unknown kind '" + kind
                        + "'. The nearest kinds are "
                        + Nearest.quoted(
                                kind,
                                providers.all().stream().map(TargetProvider::id).toList())
                        + "; targets are written "
                        + providers.all().stream().map(TargetProvider::syntax).collect(Collectors.joining(", "))));
        return provider.parse(colon < 0 ? "" : spec.substring(colon + 1), labels);
    }
}
