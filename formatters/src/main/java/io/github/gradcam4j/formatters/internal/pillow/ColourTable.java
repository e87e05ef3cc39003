package io.github.gradcam4j.formatters.internal.pillow;

import io.github.gradcam4j.formatters.internal.picture.ColourMap;
import java.util.List;
import java.util.function.DoubleToIntFunction;

/**
 * Is a colour map as matplotlib reads it: 256 steps of equal width, none between them, and 8 bits cut off rather than
 * rounded.
 */
public final class ColourTable implements DoubleToIntFunction {
    /** All maps. */
    public static final List<String> NAMES = List.of(
            "viridis", "cividis", "inferno", "magma", "plasma", "jet", "hot", "gray", "binary", "coolwarm", "RdYlGn");

    private static final int STEPS = 256;
    private final int[] colours;

    /** Loads a map, one of {@link #NAMES}. */
    public ColourTable(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "there is no colour map '" + name + "'. Choose one of " + String.join(", ", NAMES));
        }
        colours = ColourMap.table("cut/" + name);
    }

    /** Returns the colour of a heat from 0 to 1; below and above it is the first and the last one, and none for NaN. */
    @Override
    public int applyAsInt(double heat) {
        if (Double.isNaN(heat)) {
            return 0;
        }
        return 0xff000000 | colours[(int) Math.max(0, Math.min(STEPS - 1, Math.floor(heat * STEPS)))];
    }
}
