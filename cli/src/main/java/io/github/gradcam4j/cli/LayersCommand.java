package io.github.gradcam4j.cli;

import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.InputException;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.LayerInfo;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists the layers that a model can be explained at. */
@Command(name = "layers", description = "Lists the layers that can carry a map, in the order of execution.")
final class LayersCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Main main;

    @Parameters(
            paramLabel = "MODEL",
            arity = "0..1",
            description = "ONNX, TorchScript or Keras file, SavedModel folder (default: the bundled picture model)")
    private @Nullable Path modelFile;

    @Mixin
    private final ModelArguments model = new ModelArguments();

    @Override
    public Integer call() {
        try (Explainer explainer = model.open(modelFile, model.options(main.platform()), main.console())) {
            PrintStream out = main.console().out();
            List<LayerInfo> layers = explainer.layers();
            try {
                LayerInfo taken = explainer.defaultLayer();
                table(layers, taken::equals).print(out, "");
                out.println("* is taken when no layer is named");
            } catch (UnsupportedModelException e) {
                table(layers, layer -> false).print(out, "");
                out.println("none is taken when no layer is named: " + e.getMessage());
            }
            return ExitCode.DONE.number();
        } catch (InputException e) {
            // Nothing was read but the model: what is missing is an option.
            throw new CommandFailure(ExitCode.USAGE, e);
        }
    }

    private static Table table(List<LayerInfo> layers, Predicate<LayerInfo> taken) {
        boolean none = layers.stream().map(LayersCommand::otherNamesAndNotes).allMatch(String::isEmpty);
        Table table = new Table().row("", "LAYER", "OPERATOR", "SHAPE", "LAYOUT", none ? "" : "ALSO CALLED");
        for (LayerInfo layer : layers) {
            table.row(
                    taken.test(layer) ? "*" : "",
                    layer.ref().toString(),
                    layer.operator(),
                    layer.shape().toString(),
                    layout(layer),
                    otherNamesAndNotes(layer));
        }
        return table;
    }

    private static String otherNamesAndNotes(LayerInfo layer) {
        return String.join(" ", layer.aliases())
                + layer.obstacle()
                        .map(reason -> "  (no exact gradient: " + reason + ")")
                        .orElse("")
                + layer.notes().stream().map(note -> "  (" + note + ")").collect(Collectors.joining());
    }

    private static String layout(LayerInfo layer) {
        return layer.layout()
                .grid()
                .map(grid -> layer.layout() + " " + grid.height() + "x" + grid.width()
                        + (grid.prefix() > 0 ? "+" + grid.prefix() : ""))
                .orElse(layer.layout().toString());
    }
}
