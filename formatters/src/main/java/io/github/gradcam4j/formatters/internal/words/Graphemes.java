package io.github.gradcam4j.formatters.internal.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Cuts texts into what readers call characters: a letter with its accents, a flag, a family of emoji, CR with LF. */
public final class Graphemes {
    // BreakIterator knows extended clusters from JDK 20 on only; the regular expressions of JDK 17 do
    private static final Pattern CLUSTER = Pattern.compile("\\X");

    /** The first code point that joins the one before it; but for CR and LF, those below stand alone. */
    private static final int FIRST_MARK = 0x300;

    private Graphemes() {}

    /** Returns where the characters of a text begin, and last the text's length. */
    public static int[] boundaries(String text) {
        if (text.chars().allMatch(sign -> sign < FIRST_MARK && sign != '\r')) {
            return IntStream.rangeClosed(0, text.length()).toArray();
        }
        int[] boundaries = new int[text.length() + 1];
        int count = 0;
        Matcher matcher = CLUSTER.matcher(text);
        while (matcher.find()) {
            boundaries[count++] = matcher.start();
        }
        boundaries[count++] = text.length();
        return Arrays.copyOf(boundaries, count);
    }

    /** Returns the characters of a text. */
    public static List<String> of(String text) {
        int[] boundaries = boundaries(text);
        List<String> clusters = new ArrayList<>(boundaries.length - 1);
        for (int i = 1; i < boundaries.length; i++) {
            clusters.add(text.substring(boundaries[i - 1], boundaries[i]));
        }
        return clusters;
    }
}
