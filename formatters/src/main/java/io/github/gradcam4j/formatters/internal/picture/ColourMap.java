package io.github.gradcam4j.formatters.internal.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Is a table of 256 colours of even perceptual steps; {@code src/colours} makes the tables and says where from. */
public final class ColourMap {
    /** The maps for evidence without a sign, and {@code balance}, {@code coolwarm} and {@code RdYlGn} for both sides. */
    public static final List<String> NAMES = List.of(
            "inferno",
            "magma",
            "plasma",
            "viridis",
            "cividis",
            "jet",
            "hot",
            "gray",
            "binary",
            "balance",
            "coolwarm",
            "RdYlGn");

    private static final int SIZE = 256;
    private final int[] colours;

    /** Loads a map, one of {@link #NAMES}. */
    public ColourMap(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "there is no colour map '" + name + "'. Choose one of " + String.join(", ", NAMES));
        }
        colours = table(name);
    }

    /** Loads the 256 colours of a file of this package: red, green and blue with 8 bits each. */
    public static int[] table(String name) {
        int[] table = new int[SIZE];
        try (InputStream file = Objects.requireNonNull(ColourMap.class.getResourceAsStream(name + ".txt"))) {
            byte[] text = file.readAllBytes();
            for (int i = 0; i < SIZE; i++) {
                for (int digit = 0; digit < 6; digit++) {
                    table[i] = (table[i] << 4) | Character.digit(text[i * 7 + digit], 16);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    /** Returns the colour at a position from 0 to 1: red, green and blue with 8 bits each, between neighbours linear. */
    public int rgb(double position) {
        double at = position * (SIZE - 1);
        int below = Math.min((int) at, SIZE - 2);
        double part = at - below;
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = colours[below] >> shift & 255;
            int to = colours[below + 1] >> shift & 255;
            rgb |= (int) Math.rint(from + part * (to - from)) << shift;
        }
        return rgb;
    }
}
