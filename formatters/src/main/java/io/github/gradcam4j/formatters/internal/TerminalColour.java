package io.github.gradcam4j.formatters.internal;

import io.github.gradcam4j.formatters.TerminalSummary.Colours;

/** Writes colours as terminals take them. */
public final class TerminalColour {
    private TerminalColour() {}

    /** Returns what follows {@code 38;} or {@code 48;} in an escape sequence. */
    public static String code(int rgb, Colours colours) {
        int red = rgb >> 16 & 255;
        int green = rgb >> 8 & 255;
        int blue = rgb & 255;
        return colours == Colours.TRUE
                ? "2;" + red + ";" + green + ";" + blue
                : "5;" + (16 + 36 * cube(red) + 6 * cube(green) + cube(blue));
    }

    /** Returns the nearest of the six steps 0, 95, 135, 175, 215, 255 of the indexed colours. */
    private static int cube(int level) {
        return level < 48 ? 0 : level < 115 ? 1 : (level - 35) / 40;
    }
}
