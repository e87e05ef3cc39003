package io.github.gradcam4j.cli;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.KeptTensors;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.formatters.NpyWriter;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes what was asked for of one explanation: each format, and the tensors behind it. */
final class Results {
    private final ResultFolder folder;
    private final Map<ExplanationFormatter, Map<String, String>> formats;

    Results(ResultFolder folder, Map<ExplanationFormatter, Map<String, String>> formats) {
        this.folder = folder;
        this.formats = formats;
    }

    /** Writes the files of an explanation and returns them. */
    List<Path> write(Explanation explanation, ResultNames names, String input) {
        Set<Path> files = new LinkedHashSet<>();
        List<String> refused = new ArrayList<>();
        formats.forEach((formatter, options) -> {
            if (!formatter.accepts(explanation)) {
                refused.add(formatter.id());
            } else if (formatter.perTarget()) {
                for (int k = 0; k < explanation.targets().size(); k++) {
                    FormatRequest request = new FormatRequest(k, options);
                    TargetExplanation target = explanation.targets().get(k);
                    files.add(folder.write(
                            names.perTarget(explanation, target, formatter.extension()),
                            owner(input, explanation, target.target()),
                            out -> formatter.write(explanation, request, out)));
                }
            } else {
                files.add(folder.write(
                        names.perInput(explanation, formatter.extension()),
                        owner(input, explanation, "all targets"),
                        out -> formatter.write(explanation, new FormatRequest(0, options), out)));
            }
        });
        explanation.tensors().ifPresent(kept -> files.addAll(dump(explanation, kept, names, input)));
        if (!refused.isEmpty()) {
            throw new ExplanationException("a map of shape "
                    + explanation.first().heatmap().shape() + " cannot be shown as " + String.join(", ", refused)
                    + ". Choose another format with -f, such as json or npy");
        }
        return List.copyOf(files);
    }

    private List<Path> dump(Explanation explanation, KeptTensors kept, ResultNames names, String input) {
        List<Path> files = new ArrayList<>();
        files.add(array(names.perInput(explanation, "outputs.npy"), explanation, input, "outputs", kept.outputs()));
        files.add(array(names.perInput(explanation, "scores.npy"), explanation, input, "scores", kept.scores()));
        files.add(array(
                names.perInput(explanation, "activations.npy"), explanation, input, "activations", kept.activations()));
        for (int k = 0; k < kept.gradients().size(); k++) {
            TargetExplanation target = explanation.targets().get(k);
            files.add(array(
                    names.perTarget(explanation, target, "gradients.npy"),
                    explanation,
                    input,
                    "gradients of " + target.target(),
                    kept.gradients().get(k)));
        }
        return files;
    }

    private Path array(String name, Explanation explanation, String input, String what, Tensor tensor) {
        return folder.write(name, owner(input, explanation, what), out -> NpyWriter.write(tensor, out));
    }

    private static String owner(String input, Explanation explanation, String what) {
        return "'" + input + "' (" + (explanation.items() > 1 ? "item " + explanation.item() + ", " : "") + what
                + ", layer " + explanation.layer().ref() + ")";
    }
}
