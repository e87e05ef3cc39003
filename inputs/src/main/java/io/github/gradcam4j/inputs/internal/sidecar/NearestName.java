package io.github.gradcam4j.inputs.internal.sidecar;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The field name that somebody who mistyped one may have meant. */
public final class NearestName {
    private static final int FARTHEST = 3;

    private NearestName() {}

    /** Returns the name with the fewest changes, if these are few. */
    public static Optional<String> of(String wanted, Collection<String> names) {
        if (wanted.length() > 64) {
            return Optional.empty();
        }
        return names.stream()
                .filter(name -> distance(wanted, name) <= FARTHEST)
                .min(Comparator.comparingInt((String name) -> distance(wanted, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein's distance, ignoring case and separators. */
    private static int distance(String one, String other) {
        String a = fold(one);
        String b = fold(other);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }
}
