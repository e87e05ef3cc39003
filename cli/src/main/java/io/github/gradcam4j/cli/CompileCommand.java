package io.github.gradcam4j.cli;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.CompileRequest;
import io.github.gradcam4j.CompiledModel;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Writes a model whose outputs include its own explanation. */
@Command(
        name = "compile",
        description = "Writes an ONNX file with the model's outputs and the maps, for any runtime in any language.")
final class CompileCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Main main;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "FILE",
            description = "ONNX file (default: the bundled picture model)")
    private @Nullable Path modelFile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "where to, such as model.explained.onnx")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path output;

    @ArgGroup
    private Classes classes = new Classes();

    /** Says which classes, in one of two ways. */
    static final class Classes {
        @Option(names = "--top", paramLabel = "K", description = "the K classes with the highest scores (default: 1)")
        @Nullable
        Integer top;

        @Option(
                names = "--class",
                paramLabel = "N|NAME",
                arity = "1..*",
                description = "these classes, by number or name, whatever the scores are")
        List<String> named = new ArrayList<>();

        String[] specs() {
            return top == null && named.isEmpty()
                    ? new String[] {"top"}
                    : top != null
                            ? new String[] {"top:" + top}
                            : named.stream().map(name -> "class:" + name).toArray(String[]::new);
        }
    }

    @Option(
            names = {"-l", "--layer"},
            paramLabel = "NAME",
            description = "name as 'gradcam4j layers' prints it, negative number from the end, or auto (default: auto)")
    private String layer = "";

    @Option(names = "--method", paramLabel = "NAME", description = "grad-cam or hires-cam (default: grad-cam)")
    private String method = "grad-cam";

    @Option(
            names = "--scores",
            paramLabel = "auto|output|logits",
            description = "differentiate the model's output as it is, or the value before a final softmax or sigmoid"
                    + " (default: auto, the latter where it is recognised)")
    private String scores = "auto";

    @Option(names = "--no-relu", description = "keep negative evidence")
    private boolean noRelu;

    @Option(names = "--counterfactual", description = "negate the gradients: evidence against the classes")
    private boolean counterfactual;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "name of the output with the maps; NAME_class has their classes (default: saliency)")
    private String name = "saliency";

    @Mixin
    private final ModelArguments model = new ModelArguments();

    @Override
    public Integer call() {
        if (output.toString().isEmpty()) {
            throw new IllegalArgumentException("the output's name is empty, perhaps an unset variable. Name a file");
        }
        CompileRequest request = CompileRequest.defaults()
                .withTargets(classes.specs())
                .withLayer(layer)
                .withMethod(main.platform().methods().require(method).id())
                .withScores(ScoreKind.parse(scores))
                .withRelu(!noRelu)
                .withCounterfactual(counterfactual)
                .withName(name);
        try (Explainer explainer = model.open(modelFile, model.options(main.platform()), main.console())) {
            report(explainer.compile(request, output));
            return ExitCode.DONE.number();
        } catch (ModelLoadException | BackendUnavailableException | UnsupportedModelException e) {
            throw e;
        } catch (ExplanationException e) {
            throw new CommandFailure(ExitCode.MODEL, e);
        } catch (GradCamException e) {
            // Nothing was read but the model: an option is missing, or names a file that cannot be written.
            throw new CommandFailure(ExitCode.USAGE, e);
        }
    }

    private void report(CompiledModel compiled) {
        compiled.warnings().forEach(warning -> main.console().message("warning: " + warning));
        var out = main.console().out();
        out.println("wrote " + compiled.file());
        Shape maps = compiled.saliencyShape();
        new Table()
                .row(
                        "takes",
                        compiled.inputs().entrySet().stream()
                                .map(input -> input.getKey() + " " + input.getValue())
                                .collect(Collectors.joining(", ")))
                .row(
                        "explains",
                        compiled.scores().tensor() + " at layer "
                                + compiled.layer().ref())
                .row("adds", compiled.saliency() + " " + maps + ", float32")
                .row("", compiled.saliencyClass() + " " + Shape.of(maps.dim(0), maps.dim(1)) + ", int64")
                .print(out, "  ");
    }
}
