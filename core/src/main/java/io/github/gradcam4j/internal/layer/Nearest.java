package io.github.gradcam4j.internal.layer;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds the names that somebody who mistyped one may have meant. */
public final class Nearest {
    private static final int SHOWN = 5;
    private static final int LONGEST_COMPARED = 200;

    private Nearest() {}

    /** Returns up to five names in quotes, the nearest first; names that contain the wanted one come before all others. */
    public static String quoted(String wanted, Collection<String> names) {
        List<String> nearest = of(wanted, names);
        return nearest.isEmpty()
                ? "none"
                : nearest.stream().map(n -> "'" + n + "'").collect(Collectors.joining(", "));
    }

    static List<String> of(String wanted, Collection<String> names) {
        String folded = fold(wanted);
        return names.stream()
                .distinct()
                .sorted(Comparator.comparingInt((String name) -> cost(folded, fold(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN)
                .toList();
    }

    private static String fold(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.length() > LONGEST_COMPARED ? lower.substring(0, LONGEST_COMPARED) : lower;
    }

    private static int cost(String wanted, String name) {
        int distance = distance(wanted, name);
        return !wanted.isEmpty() && name.contains(wanted) ? distance - 1000 : distance;
    }

    /** Levenshtein's distance: insertions, deletions and replacements. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
