package io.github.gradcam4j.cli;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.formatters.Report;
import java.util.List;

/** Puts what is delivered into a report, too. */
record Reporting(Delivery delivery, Report report) implements Delivery {
    @Override
    public Runnable prepare(List<Explanation> explanations, String stem, String input) {
        Runnable deliver = delivery.prepare(explanations, stem, input);
        return () -> {
            deliver.run();
            explanations.forEach(report::add);
        };
    }
}
