package io.github.gradcam4j.formatters.internal.words;

import java.util.Arrays;

/** Counts the columns that characters take in a terminal. */
public final class Columns {
    private static final int EMOJI_STYLE = 0xfe0f;

    /** First and last code points of what is two columns wide: East Asian scripts (UAX #11) and emoji. */
    private static final int[] WIDE = {
        0x1100, 0x115f, 0x231a, 0x231b, 0x23e9, 0x23ec, 0x2614, 0x2615, 0x2648, 0x2653, 0x26a1, 0x26a1, 0x26bd, 0x26be,
        0x26c4, 0x26c5, 0x26d4, 0x26d4, 0x26ea, 0x26ea, 0x26f2, 0x26f5, 0x2705, 0x2705, 0x270a, 0x270b, 0x2728, 0x2728,
        0x274c, 0x274c, 0x2753, 0x2757, 0x2795, 0x2797, 0x2b1b, 0x2b1c, 0x2b50, 0x2b55, 0x2e80, 0x303e, 0x3041, 0x33ff,
        0x3400, 0x4dbf, 0x4e00, 0xa4cf, 0xa960, 0xa97f, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f, 0xff01, 0xff60,
        0xffe0, 0xffe6, 0x16fe0, 0x18dff, 0x1b000, 0x1b2ff, 0x1f004, 0x1f004, 0x1f18e, 0x1f19a, 0x1f1e6, 0x1f265,
        0x1f300, 0x1f64f, 0x1f680, 0x1f6ff, 0x1f7e0, 0x1f7eb, 0x1f900, 0x1f9ff, 0x1fa70, 0x1faff, 0x20000, 0x3fffd
    };

    private Columns() {}

    /** Returns the columns of a text on one line. */
    public static int of(String text) {
        int columns = 0;
        for (String cluster : Graphemes.of(text)) {
            columns += ofCluster(cluster);
        }
        return columns;
    }

    private static int ofCluster(String cluster) {
        int first = cluster.codePointAt(0);
        int type = Character.getType(first);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        int place = Arrays.binarySearch(WIDE, first);
        boolean wide = place >= 0 || (-place - 1) % 2 == 1;
        return wide || cluster.indexOf(EMOJI_STYLE) >= 0 ? 2 : 1;
    }
}
