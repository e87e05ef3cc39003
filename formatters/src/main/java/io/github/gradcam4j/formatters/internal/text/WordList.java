package io.github.gradcam4j.formatters.internal.text;

import io.github.gradcam4j.formatters.internal.Numbers;
import io.github.gradcam4j.formatters.internal.words.StrongWords;
import io.github.gradcam4j.formatters.internal.words.StrongWords.Word;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Lists the strongest words of a target and their weights, from most for it to most against it. */
final class WordList {
    private WordList() {}

    static List<String> lines(StrongWords words) {
        List<Word> negative = new ArrayList<>(words.negative());
        Collections.reverse(negative);
        int widest = Stream.concat(words.positive().stream(), negative.stream())
                .mapToInt(word -> Numbers.signed(word.weight()).length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        words.positive().forEach(word -> lines.add(line(word, widest)));
        more(words.morePositive(), "positive", widest, lines);
        more(words.moreNegative(), "negative", widest, lines);
        negative.forEach(word -> lines.add(line(word, widest)));
        return lines;
    }

    /** The number comes first: behind a word that is written from right to left, terminals would turn it around. */
    private static String line(Word word, int widest) {
        String number = Numbers.signed(word.weight());
        return " ".repeat(widest - number.length()) + number + "  " + word.text();
    }

    private static void more(int count, String side, int widest, List<String> lines) {
        if (count > 0) {
            lines.add(" ".repeat(widest) + "  … " + count + " more " + side);
        }
    }
}
