package io.github.gradcam4j.cli;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.KeptTensors;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.formatters.NpyWriter;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import io.github.gradcam4j.spi.WholeFile;
import io.github.gradcam4j.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** Is what the files of an explanation will hold. */
    final class Drawn {
        private final List<Part> parts = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();
        private final String what;

        private Drawn(Explanation explanation) {
            what = explanation.text().isPresent()
                    ? "the words of a text"
                    : "a map of shape " + explanation.first().heatmap().shape();
        }

        /** Writes the files and returns them. */
        List<Path> write() {
            Set<Path> files = new LinkedHashSet<>();
            parts.forEach(part -> files.add(folder.write(part.name, part.owner, part.body)));
            if (!refused.isEmpty()) {
                throw new ExplanationException(what + " cannot be shown as " + String.join(", ", refused)
                        + ". Choose another format with -f, such as html or json");
            }
            return List.copyOf(files);
        }
    }

    private record Part(String name, String owner, WholeFile.Body body) {}

    /** Draws what was asked for of an explanation, in memory; no file is touched yet. */
    Drawn draw(Explanation explanation, ResultNames names, String input) {
        Drawn drawn = new Drawn(explanation);
        formats.forEach((formatter, options) -> {
            if (!formatter.accepts(explanation)) {
                drawn.refused.add(formatter.id());
            } else if (formatter.perTarget()) {
                for (int k = 0; k < explanation.targets().size(); k++) {
                    TargetExplanation target = explanation.targets().get(k);
                    drawn.parts.add(new Part(
                            names.perTarget(explanation, target, formatter.extension()),
                            owner(input, explanation, target.target()),
                            drawn(formatter, explanation, new FormatRequest(k, options))));
                }
            } else {
                drawn.parts.add(new Part(
                        names.perInput(explanation, formatter.extension()),
                        owner(input, explanation, "all targets"),
                        drawn(formatter, explanation, new FormatRequest(0, options))));
            }
        });
        explanation.tensors().ifPresent(kept -> drawn.parts.addAll(dump(explanation, kept, names, input)));
        return drawn;
    }

    private static WholeFile.Body drawn(
            ExplanationFormatter formatter, Explanation explanation, FormatRequest request) {
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            formatter.write(explanation, request, content);
            return content::writeTo;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Part> dump(Explanation explanation, KeptTensors kept, ResultNames names, String input) {
        List<Part> parts = new ArrayList<>();
        parts.add(array(names.perInput(explanation, "outputs.npy"), explanation, input, "outputs", kept.outputs()));
        parts.add(array(names.perInput(explanation, "scores.npy"), explanation, input, "scores", kept.scores()));
        parts.add(array(
                names.perInput(explanation, "activations.npy"), explanation, input, "activations", kept.activations()));
        for (int k = 0; k < kept.gradients().size(); k++) {
            TargetExplanation target = explanation.targets().get(k);
            parts.add(array(
                    names.perTarget(explanation, target, "gradients.npy"),
                    explanation,
                    input,
                    "gradients of " + target.target(),
                    kept.gradients().get(k)));
        }
        return parts;
    }

    private static Part array(String name, Explanation explanation, String input, String what, Tensor tensor) {
        return new Part(name, owner(input, explanation, what), out -> NpyWriter.write(tensor, out));
    }

    private static String owner(String input, Explanation explanation, String what) {
        return "'" + input + "' (" + (explanation.items() > 1 ? "item " + explanation.item() + ", " : "") + what
                + ", layer " + explanation.layer().ref() + ")";
    }
}
