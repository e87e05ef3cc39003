package io.github.gradcam4j.cli;

import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.InputException;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.inputs.LabelsFile;
import io.github.gradcam4j.inputs.Preprocessings;
import io.github.gradcam4j.spi.Device;
import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.ModelProvider;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Says which model is opened, and how. */
final class ModelArguments {
    @Option(
            names = "--shape",
            paramLabel = "NAME=SHAPE",
            description = "input shape where the file does not tell, such as x=1x3x224x224")
    Map<String, String> shapes = new LinkedHashMap<>();

    @Option(
            names = "--output-name",
            paramLabel = "NAME",
            description = "which of several outputs is asked about (default: the sidecar's, else the first)")
    @Nullable
    String outputName;

    @Option(
            names = "--preprocess",
            paramLabel = "NAME|FILE.json",
            description = "how a picture becomes a tensor (default: the sidecar, else inferred with a warning)")
    @Nullable
    String preprocess;

    @Option(names = "--labels", paramLabel = "FILE", description = "class names, one a line (default: the sidecar)")
    @Nullable
    Path labels;

    @Option(names = "--backend", paramLabel = "ID", description = "the backend; no other is tried (default: auto)")
    String backend = "auto";

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description =
                    "where the model runs: cpu, gpu, gpu:N or one that doctor lists; no other is tried (default: auto)")
    String device = "auto";

    @Option(names = "--kernel", paramLabel = "auto|cpu|gpu", description = "what sums the map (default: auto)")
    String kernel = "auto";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads of one run; a batch explains as many inputs at once as cores are left for")
    @Nullable
    Integer threads;

    @Option(names = "--offline", description = "fetch nothing from the network, see: gradcam4j install")
    boolean offline;

    /** Opens the model; a bundled one where none is named. What its backend lacks is fetched before. */
    Explainer open(@Nullable Path model, ExplainerOptions options, Console console) {
        return open(model, ModelProvider.Kind.PICTURE, new TextArguments(), options, console);
    }

    /** Opens the model; the bundled one for inputs of a kind where none is named. */
    Explainer open(
            @Nullable Path model,
            ModelProvider.Kind kind,
            TextArguments text,
            ExplainerOptions options,
            Console console) {
        if (model != null && model.toString().isEmpty()) {
            throw new IllegalArgumentException("the model's name is empty, perhaps an unset variable. Name a file");
        }
        try {
            Platform platform = options.platform();
            ModelSource source = model == null ? platform.bundledModel(kind) : ModelSource.of(model);
            ExplainerOptions all = !text.changesSettings()
                    ? options
                    : options.withText(text.settings(platform.profileOf(source)
                            .flatMap(ModelProfile::text)
                            .orElseGet(TextPreprocessing::unknown)));
            // Bundled models run on what is bundled.
            return model == null ? Explainer.open(source, all) : open(source, all, new MissingParts(console, offline));
        } catch (IllegalArgumentException | CommandFailure e) {
            throw e;
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            throw new CommandFailure(ExitCode.MODEL, e);
        }
    }

    /** A model is asked whose it is before it is opened only where an answer could matter, and then only once. */
    private static Explainer open(ModelSource model, ExplainerOptions options, MissingParts parts) {
        Platform platform = options.platform();
        if (platform.backends().all().stream()
                .allMatch(backend -> MissingParts.of(backend).isEmpty())) {
            return Explainer.open(model, options);
        }
        GradientBackend backend = platform.backendFor(options.backend(), model);
        parts.fetch(backend);
        return Explainer.open(model, options.withBackend(backend.id()));
    }

    /** Returns the options; a choice that does not exist is refused here, before anything is opened. */
    ExplainerOptions options(Platform platform) {
        ExplainerOptions options = ExplainerOptions.defaults().withPlatform(platform);
        if (!backend.equals("auto")) {
            options = options.withBackend(platform.backends().require(backend).id());
        }
        if (!kernel.equals("auto")) {
            options = options.withKernel(platform.kernels().require(kernel).id());
        }
        if (!device.equals("auto")) {
            options = options.withDevice(Device.parse(device));
        }
        if (threads != null) {
            options = options.withThreads(threads);
        }
        if (outputName != null) {
            options = options.withOutput(outputName);
        }
        for (Map.Entry<String, String> shape : shapes.entrySet()) {
            options = options.withShape(shape.getKey(), Shape.parse(shape.getValue()));
        }
        try {
            if (preprocess != null) {
                options = options.withPreprocessing(Preprocessings.parse(preprocess));
            }
            return labels == null ? options : options.withLabels(LabelsFile.read(labels));
        } catch (InputException e) {
            // A file that an option names, not one of the inputs.
            throw new CommandFailure(ExitCode.USAGE, e);
        }
    }

    /** Returns the files that are read beside the model. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        if (labels != null) {
            files.add(labels);
        }
        if (preprocess != null) {
            files.add(Path.of(preprocess));
        }
        return files;
    }
}
