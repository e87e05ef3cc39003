package io.github.gradcam4j.formatters.internal.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Is a table of 256 colours of even perceptual steps; {@code src/colours} makes the tables and says where from. */
public final class ColourMap {
    /** The maps for evidence without a sign, and {@code balance} for evidence with one. */
    public static final List<String> NAMES = List.of("inferno", "magma", "plasma", "viridis", "balance");

    private static final int SIZE = 256;
    private final int[] colours = new int[SIZE];

    /** Loads a map, one of {@link #NAMES}. */
    public ColourMap(String name) {
        try (InputStream file = ColourMap.class.getResourceAsStream(name + ".txt")) {
            if (!NAMES.contains(name) || file == null) {
                throw new IllegalArgumentException(
                        "there is no colour map '" + name + "'. Choose one of " + String.join(", ", NAMES));
            }
            byte[] text = file.readAllBytes();
            for (int i = 0; i < SIZE; i++) {
                for (int digit = 0; digit < 6; digit++) {
                    colours[i] = (colours[i] << 4) | Character.digit(text[i * 7 + digit], 16);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
