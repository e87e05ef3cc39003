package io.github.gradcam4j.formatters.internal.text;

import io.github.gradcam4j.ClassScore;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Provenance;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.formatters.internal.Numbers;
import io.github.gradcam4j.formatters.internal.words.StrongWords;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.TokenizedText;
import java.util.List;

/** Writes an explanation in a dozen lines. Control characters of labels and names are not passed on. */
public final class Summary {
    private static final int RANKED = 5;
    private final StringBuilder text = new StringBuilder();
    private final boolean bold;
    private final int top;

    /**
     * Starts a summary; {@code bold} marks what was asked with the terminal's bold letters, {@code top} is the number of
     * words of each side that are listed for texts.
     */
    public Summary(boolean bold, int top) {
        this.bold = bold;
        this.top = top;
    }

    /** Returns the lines, each with its end. */
    public String of(Explanation explanation) {
        Provenance provenance = explanation.provenance();
        line(emphasised(explanation.input().source().name()) + "  " + size(explanation));
        fact(
                "model",
                provenance.model() + "  (" + provenance.backend() + " " + provenance.backendVersion() + ", "
                        + provenance.device() + ")");
        fact(
                "layer",
                explanation.layer().ref() + "  (" + explanation.layer().operator() + ", "
                        + explanation.layer().shape() + ")");
        fact(
                "method",
                provenance.method() + " of " + provenance.scores().kind() + " '"
                        + provenance.scores().tensor()
                        + "'" + (provenance.relu() ? "" : ", negative evidence kept")
                        + (provenance.counterfactual() ? ", counterfactual" : "") + "  (kernel " + provenance.kernel()
                        + ", "
                        + Numbers.brief(total(provenance.timing())) + " ms)");
        ranking(explanation);
        for (int i = 0; i < explanation.targets().size(); i++) {
            TargetExplanation target = explanation.targets().get(i);
            String name = target.label().isPresent() ? target.target() + " " + target.title() : target.target();
            fact(
                    "heat",
                    emphasised(name)
                            + (isRanked(explanation, target) ? "" : ", score " + Numbers.plain(target.score())) + ": "
                            + Focus.words(explanation, target));
            if (explanation.text().isPresent() && top > 0) {
                WordList.lines(StrongWords.of(explanation, i, top)).forEach(words -> fact("", "  " + words));
            }
        }
        for (String warning : explanation.warnings()) {
            fact("note", warning);
        }
        return text.toString();
    }

    private static double total(Provenance.Timing timing) {
        return timing.prepareMillis() + timing.runMillis() + timing.mapMillis();
    }

    private static String size(Explanation explanation) {
        String item = explanation.items() > 1 ? "item " + explanation.item() + " of " + explanation.items() + ", " : "";
        if (explanation.text().isPresent()) {
            TokenizedText read = explanation.text().get();
            return item + read.text().codePointCount(0, read.text().length()) + " characters, "
                    + read.tokens().stream().filter(token -> !token.isPadding()).count() + " tokens";
        }
        return explanation.input() instanceof Picture picture
                ? item + picture.width() + " x " + picture.height() + " pixels"
                : item + "tensor " + explanation.inputShape();
    }

    private void ranking(Explanation explanation) {
        List<ClassScore> top = ranked(explanation);
        boolean likely = top.stream().anyMatch(score -> score.probability().isPresent());
        for (int i = 0; i < top.size(); i++) {
            ClassScore score = top.get(i);
            fact(
                    i == 0 ? "top " + top.size() : "",
                    right("class " + score.index(), 10)
                            + right(Numbers.plain(score.score()), 10)
                            + (likely
                                    ? right(
                                            score.probability().isPresent()
                                                    ? Numbers.percent(
                                                            score.probability().getAsDouble())
                                                    : "",
                                            10)
                                    : "")
                            + "  " + score.label().orElse(""));
        }
    }

    private static List<ClassScore> ranked(Explanation explanation) {
        return explanation.ranking().stream().limit(RANKED).toList();
    }

    private static boolean isRanked(Explanation explanation, TargetExplanation target) {
        return ranked(explanation).stream()
                .anyMatch(score ->
                        target.classIndex().isPresent() && target.classIndex().getAsInt() == score.index());
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }

    private String emphasised(String words) {
        return bold ? "\0" + words + "\1" : words;
    }

    private void fact(String name, String words) {
        line("  " + name + " ".repeat(Math.max(1, 8 - name.length())) + words.stripTrailing());
    }

    /** Names and labels come from files: nothing in them may steer the terminal. Two signs stand for bold on and off. */
    private void line(String words) {
        for (int i = 0; i < words.length(); i++) {
            char sign = words.charAt(i);
            if (bold && sign <= '\1') {
                text.append(sign == '\0' ? "\033[1m" : "\033[0m");
            } else {
                text.append(Character.isISOControl(sign) || isDirection(sign) ? '?' : sign);
            }
        }
        text.append('\n');
    }

    private static boolean isDirection(char sign) {
        return (sign >= '\u202a' && sign <= '\u202e')
                || (sign >= '\u2066' && sign <= '\u2069')
                || sign == '\u200e'
                || sign == '\u200f'
                || sign == '\u061c';
    }
}
