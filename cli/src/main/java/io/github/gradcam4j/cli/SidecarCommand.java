package io.github.gradcam4j.cli;

import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.InputException;
import io.github.gradcam4j.InputProfile;
import io.github.gradcam4j.inputs.SidecarDraft;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.spi.WholeFile;
import io.github.gradcam4j.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Drafts the sidecar of a model. One that is there was completed by hand, so it is replaced only on request. */
@Command(
        name = "sidecar",
        description = "Writes MODEL.gradcam.json with all that can be inferred, to be completed by hand.")
final class SidecarCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Main main;

    @Parameters(paramLabel = "MODEL", description = "ONNX, TorchScript or Keras file, SavedModel folder")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path modelFile;

    @Option(names = "--force", description = "replace a sidecar that is there")
    private boolean force;

    @Mixin
    private final ModelArguments model = new ModelArguments();

    @Override
    public Integer call() {
        try (Explainer explainer = model.open(modelFile, model.options(main.platform()), main.console())) {
            ModelSource source = ModelSource.of(modelFile);
            SidecarDraft draft = new SidecarDraft(
                    source, signature(explainer, model.outputName), Optional.empty(), scores(explainer));
            Path file = beside(draft.fileName());
            if (Files.exists(file) && !force) {
                throw new IllegalArgumentException(
                        "'" + file + "' is there already and may hold work by hand. Replace it with --force");
            }
            byte[] json = draft.toJson().getBytes(StandardCharsets.UTF_8);
            WholeFile.write(file, out -> out.write(json));
            main.console().out().println("wrote " + file);
            return ExitCode.DONE.number();
        }
    }

    /** A folder may be named from within, by a dot. */
    private Path beside(String fileName) {
        Path sibling = modelFile.resolveSibling(fileName);
        boolean isPlain =
                modelFile.normalize().equals(modelFile) && !modelFile.toString().isEmpty();
        return isPlain ? sibling : modelFile.toAbsolutePath().normalize().resolveSibling(fileName);
    }

    /** The sizes that the file leaves open are those that the model was exported with, or that --shape tells. */
    private static ModelSignature signature(Explainer explainer, @Nullable String outputName) {
        ModelSignature declared = explainer.signature();
        List<TensorSpec> inputs = new ArrayList<>();
        for (TensorSpec input : declared.inputs()) {
            Optional<Shape> known = explainer.profile().input(input.name()).flatMap(InputProfile::shape);
            inputs.add(known.filter(input::admits)
                    .map(shape -> new TensorSpec(input.name(), input.dtype(), shape))
                    .orElse(input));
        }
        List<TensorSpec> outputs = new ArrayList<>(declared.outputs());
        // The draft names the first one.
        outputs.sort(Comparator.comparing(output -> !output.name().equals(outputName)));
        return new ModelSignature(inputs, outputs);
    }

    private static Optional<ScoreInfo> scores(Explainer explainer) {
        try {
            return Optional.of(explainer.scores());
        } catch (InputException e) {
            return Optional.empty(); // the input's shape is not known: it is for the hand to fill in
        }
    }
}
