package io.github.gradcam4j.cli;

import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.formatters.Report;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.InputReader;
import io.github.gradcam4j.spi.ModelProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Explains inputs: opens the model once, streams the inputs through it. */
@Command(
        name = "explain",
        description = "Explains pictures, texts and .npy arrays: what speaks for a class, and where.")
final class ExplainCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Main main;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "FILE",
            description =
                    "ONNX, TorchScript or Keras file, SavedModel folder (default: the bundled picture model, or text model)")
    private @Nullable Path modelFile;

    @Mixin
    private final ModelArguments model = new ModelArguments();

    @Mixin
    private final QuestionArguments question = new QuestionArguments();

    @Mixin
    private final OutputArguments output = new OutputArguments();

    @Mixin
    private final TextArguments text = new TextArguments();

    @Parameters(
            paramLabel = "INPUT",
            arity = "0..*",
            description = "pictures, .txt documents, .npy arrays (fed to the model as they are), folders, globs; - for"
                    + " standard input")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        Console console = main.console();
        Platform platform = main.platform();
        question.check(platform);
        text.check();
        ExplainerOptions options = model.options(platform);
        List<InputFile> inputs = inputs(platform.readers().all());
        text.checkInputs(inputs);
        boolean texts = inputs.get(0).isText();
        if (modelFile == null && inputs.stream().anyMatch(input -> input.isText() != texts)) {
            throw new IllegalArgumentException(
                    "texts and other inputs need different models, and none is named. Name one"
                            + " with -m, or explain them in two commands");
        }
        List<ExplanationFormatter> formatters = output.formatters(platform, texts || text.tokens != null);
        output.checkOptions(formatters);
        List<String> stems = ResultNames.stems(inputs);
        List<Path> files = files(inputs);
        Delivery delivery = delivery(formatters, inputs, files);
        FutureTask<Input> first = new FutureTask<>(() -> inputs.get(0).read(platform));
        Thread reader = new Thread(first, "gradcam4j-reader");
        reader.setDaemon(true);
        reader.start();
        Workers workers = Workers.of(inputs.size(), model.threads);
        try (Report report = output.startReport(files);
                Explainer explainer = model.open(
                        modelFile,
                        texts ? ModelProvider.Kind.TEXT : ModelProvider.Kind.PICTURE,
                        text,
                        workers.apply(options),
                        console.quiet(output.quiet))) {
            Delivery all = report == null ? delivery : new Reporting(delivery, report);
            Batch batch = new Batch(explainer, platform, question, text, output, all, console, main.stackTraces());
            int exitCode = batch.run(inputs, stems, first, workers).number();
            if (report != null) {
                report.finish();
            }
            return exitCode;
        }
    }

    private List<InputFile> inputs(List<InputReader> readers) {
        List<InputFile> inputs = new ArrayList<>(InputFile.Given.all(text.texts));
        inputs.addAll(InputFiles.expand(arguments, readers, main.console().in()));
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing is named to explain. Name pictures, .txt or .npy files, or give a document with --text");
        }
        return List.copyOf(inputs);
    }

    /** Returns the files that are read, which nothing may overwrite. */
    private List<Path> files(List<InputFile> inputs) {
        List<Path> read = new ArrayList<>(model.files());
        inputs.forEach(input -> input.path().ifPresent(read::add));
        read.addAll(question.inputs.values());
        if (modelFile != null) {
            read.add(modelFile);
        }
        read.addAll(text.files());
        return read;
    }

    private Delivery delivery(List<ExplanationFormatter> formatters, List<InputFile> inputs, List<Path> read) {
        if (output.toStandardOutput()) {
            return new JsonToStandardOutput(formatters.get(0), main.console());
        }
        Map<ExplanationFormatter, Map<String, String>> formats = new LinkedHashMap<>();
        formatters.forEach(formatter -> formats.put(formatter, output.options(formatter)));
        ResultFolder folder = ResultFolder.open(Path.of(output.folder), read);
        if (output.report != null) {
            folder.keep(output.report, "the report");
        }
        Results results = new Results(folder, formats);
        return new FilesAndSummary(results, question.layers, main.console(), inputs.size() > 1, output);
    }
}
