package io.github.gradcam4j.cli;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Explains inputs with an open model, several at once. One that fails costs only itself. */
final class Batch {
    private final Explainer explainer;
    private final Platform platform;
    private final QuestionArguments question;
    private final TextArguments text;
    private final Map<String, Tensor> furtherInputs;
    private final OutputArguments output;
    private final Delivery delivery;
    private final Console console;
    private final boolean stackTraces;
    private final Set<String> warned = new HashSet<>();
    private int failures;
    private int successes;

    Batch(
            Explainer explainer,
            Platform platform,
            QuestionArguments question,
            TextArguments text,
            OutputArguments output,
            Delivery delivery,
            Console console,
            boolean stackTraces) {
        this.explainer = explainer;
        this.platform = platform;
        this.question = question;
        this.text = text;
        this.furtherInputs = question.furtherInputs(explainer.signature());
        this.output = output;
        this.delivery = delivery;
        this.console = console;
        this.stackTraces = stackTraces;
    }

    /** Is an input's explanations, ready to be written. */
    private record Answer(List<Explanation> explanations, Runnable deliver) {}

    /**
     * Explains all inputs.
     *
     * @param inputs the inputs
     * @param stems what the files of each are called after
     * @param first the first input, which was read while the model opened
     * @param workers how many inputs are worked on at once
     */
    ExitCode run(List<InputFile> inputs, List<String> stems, Future<Input> first, Workers workers) {
        Turns turns = new Turns(workers.inputsAtOnce());
        try (Progress progress = new Progress(console, inputs.size(), output.quiet);
                Pipeline<Answer> pipeline = new Pipeline<>(workers.inputsUnderWay(), inputs.size(), i -> {
                    Input input = i == 0 ? Futures.get(first) : inputs.get(i).read(platform);
                    return answer(turns, i == 0, input, stems.get(i), inputs.get(i));
                })) {
            for (int i = 0; i < inputs.size(); i++) {
                InputFile file = inputs.get(i);
                String stem = stems.get(i);
                boolean isFirst = i == 0;
                Supplier<Answer> again = () -> answer(turns, isFirst, file.read(platform), stem, file);
                deliver(file, () -> alone(pipeline::take, again, file), progress);
                turns.open();
            }
        }
        if (failures > 0 && inputs.size() > 1) {
            console.message(failures + " of " + inputs.size() + " inputs failed");
        }
        return failures > 0 ? ExitCode.INPUTS : ExitCode.DONE;
    }

    /** Tries again where several inputs at once were too much memory; one alone may fit. */
    private static Answer alone(Supplier<Answer> among, Supplier<Answer> again, InputFile file) {
        try {
            return among.get();
        } catch (OutOfMemoryError e) {
            if (file.path().isEmpty()) {
                throw e;
            }
            return again.get();
        }
    }

    private Answer answer(Turns turns, boolean first, Input input, String stem, InputFile file) {
        ExplainRequest request = question.request(text.withTokens(input), furtherInputs, text, output.dump);
        Supplier<List<Explanation>> work = () -> explainer.explain(request);
        List<Explanation> explanations = first ? turns.first(work) : turns.next(work);
        return new Answer(explanations, delivery.prepare(explanations, stem, file.name()));
    }

    private void deliver(InputFile file, Supplier<Answer> work, Progress progress) {
        try {
            Answer answer = work.get();
            progress.makeRoom();
            warn(file, answer.explanations());
            answer.deliver().run();
            successes++;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError e) {
            progress.makeRoom();
            fail(file, e);
        }
        progress.step();
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
