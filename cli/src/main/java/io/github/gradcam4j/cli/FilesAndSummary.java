package io.github.gradcam4j.cli;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.formatters.TerminalSummary;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes files, and tells on standard output what the network saw: at length for one input, one line each for many.
 *
 * @param results writes the files
 * @param askedLayers the layers as they were asked for
 * @param console where the summary goes
 * @param batch whether there is more than one input
 * @param output whether and how it is told
 */
record FilesAndSummary(
        Results results, List<String> askedLayers, Console console, boolean batch, OutputArguments output)
        implements Delivery {
    @Override
    public Runnable prepare(List<Explanation> explanations, String stem, String input) {
        boolean layered =
                explanations.stream().map(each -> each.layer().ref()).distinct().count() > 1;
        ResultNames names = new ResultNames(stem, askedLayers, layered);
        List<Results.Drawn> drawn = explanations.stream()
                .map(explanation -> results.draw(explanation, names, input))
                .toList();
        return () -> {
            for (int i = 0; i < drawn.size(); i++) {
                writeAndTell(explanations.get(i), drawn.get(i));
            }
        };
    }

    private void writeAndTell(Explanation explanation, Results.Drawn drawn) {
        List<Path> files = drawn.write();
        if (output.quiet) {
            return;
        }
        if (batch || explanation.items() > 1) {
            tellInOneLine(explanation, files);
        } else {
            tell(explanation, files);
        }
        console.out().flush();
    }

    private void tell(Explanation explanation, List<Path> files) {
        PrintStream out = console.out();
        out.print(new TerminalSummary(console.colours(), output.preview).of(withoutWarnings(explanation)));
        files.forEach(file -> out.println("  wrote   " + Console.printable(file.toString())));
    }

    private void tellInOneLine(Explanation explanation, List<Path> files) {
        String item = explanation.items() > 1 ? " item " + explanation.item() : "";
        String answers =
                explanation.targets().stream().map(FilesAndSummary::answer).collect(Collectors.joining("; "));
        String written = files.stream().map(Path::toString).collect(Collectors.joining(", "));
        console.out()
                .println(Console.printable(explanation.input().source().name() + item + ": " + answers
                        + (files.isEmpty() ? "" : " -> " + written)));
    }

    private static String answer(TargetExplanation target) {
        String name = target.label().map(label -> target.target() + " " + label).orElse(target.target());
        return target.probability().isPresent()
                ? name
                        + String.format(
                                Locale.ROOT,
                                " %.1f %%",
                                100 * target.probability().getAsDouble())
                : name + String.format(Locale.ROOT, " %.4g", target.score());
    }

    /** They were told on standard error, where messages go. */
    private static Explanation withoutWarnings(Explanation e) {
        return new Explanation(
                e.input(),
                e.item(),
                e.items(),
                e.inputShape(),
                e.layer(),
                e.targets(),
                e.ranking(),
                e.geometry(),
                e.text(),
                List.of(),
                e.provenance(),
                e.tensors());
    }
}
