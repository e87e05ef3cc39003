package io.github.gradcam4j.cli;

import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Explains one input after the other with an open model. One that fails costs only itself. */
final class Batch {
    private final Explainer explainer;
    private final QuestionArguments question;
    private final OutputArguments output;
    private final Delivery delivery;
    private final Console console;
    private final boolean stackTraces;
    private final Set<String> warned = new HashSet<>();
    private int failures;
    private int successes;

    Batch(
            Explainer explainer,
            QuestionArguments question,
            OutputArguments output,
            Delivery delivery,
            Console console,
            boolean stackTraces) {
        this.explainer = explainer;
        this.question = question;
        this.output = output;
        this.delivery = delivery;
        this.console = console;
        this.stackTraces = stackTraces;
    }

    ExitCode run(List<InputFile> inputs, List<String> stems, ReadAhead ahead, Map<String, Tensor> furtherInputs) {
        try (Progress progress = new Progress(console, inputs.size(), output.quiet)) {
            for (int i = 0; i < inputs.size(); i++) {
                try {
                    Input input = ahead.take();
                    ahead.begin();
                    List<Explanation> explanations =
                            explainer.explain(question.request(input, furtherInputs, output.dump));
                    progress.makeRoom();
                    warn(inputs.get(i), explanations);
                    delivery.deliver(explanations, stems.get(i), inputs.get(i).name());
                    successes++;
                } catch (RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError e) {
                    progress.makeRoom();
                    fail(inputs.get(i), e);
                    ahead.begin();
                }
                progress.step();
            }
        }
        if (failures > 0 && inputs.size() > 1) {
            console.message(failures + " of " + inputs.size() + " inputs failed");
        }
        return failures > 0 ? ExitCode.INPUTS : ExitCode.DONE;
    }

    /** Tells each warning once, however many inputs share it. */
    private void warn(InputFile file, List<Explanation> explanations) {
        List<String> warnings = explanations.stream()
                .flatMap(explanation -> explanation.warnings().stream())
                .distinct()
                .toList();
        if (output.strict && !warnings.isEmpty()) {
            throw new GradCamException("refused because of --strict: " + String.join("; ", warnings));
        }
        for (String warning : warnings) {
            if (!output.quiet && warned.add(warning)) {
                console.message("warning: " + file.name() + ": " + warning);
            }
        }
    }

    /** A wrong question, or a model or device that cannot answer it, shows at the first input and ends the command. */
    private void fail(InputFile file, Throwable failure) {
        boolean oneOfMany = successes > 0 || failure instanceof LinkageError;
        if (!oneOfMany && ExitCode.of(failure) != ExitCode.INPUTS) {
            throw new CommandFailure(ExitCode.of(failure), failure);
        }
        failures++;
        String reason = ExitCode.reason(failure);
        console.message(reason.contains("'" + file.name() + "'") ? reason : "'" + file.name() + "': " + reason);
        if (stackTraces) {
            failure.printStackTrace(console.err());
        }
    }
}
