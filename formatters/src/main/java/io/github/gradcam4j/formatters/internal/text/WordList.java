package io.github.gradcam4j.formatters.internal.text;

import io.github.gradcam4j.formatters.internal.Numbers;
import io.github.gradcam4j.formatters.internal.words.Columns;
import io.github.gradcam4j.formatters.internal.words.StrongWords;
import io.github.gradcam4j.formatters.internal.words.StrongWords.Word;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Lists the strongest words of a target and their weights, from most for it to most against it. */
final class WordList {
    private static final int WIDEST = 30;

    private WordList() {}

    static List<String> lines(StrongWords words) {
        List<Word> negative = new ArrayList<>(words.negative());
        Collections.reverse(negative);
        int widest = Stream.concat(words.positive().stream(), negative.stream())
                .mapToInt(word -> Columns.of(word.text()))
                .filter(columns -> columns <= WIDEST)
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        words.positive().forEach(word -> lines.add(line(word, widest)));
        more(words.morePositive(), "positive", lines);
        more(words.moreNegative(), "negative", lines);
        negative.forEach(word -> lines.add(line(word, widest)));
        return lines;
    }

    private static String line(Word word, int widest) {
        return word.text() + " ".repeat(Math.max(0, widest - Columns.of(word.text()))) + "  "
                + Numbers.signed(word.weight());
    }

    private static void more(int count, String side, List<String> lines) {
        if (count > 0) {
            lines.add("… " + count + " more " + side);
        }
    }
}
