package io.github.gradcam4j.formatters.internal.picture;

import io.github.gradcam4j.formatters.Resampling;
import io.github.gradcam4j.formatters.internal.Options;
import io.github.gradcam4j.formatters.internal.pillow.ColourTable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says how a map is drawn.
 *
 * @param style in whose manner
 * @param filter how cells become pixels
 * @param colours the colour map's name; empty for the default
 * @param strongest how much of the photograph the strongest colour covers, from 0 to 1
 * @param shared whether the targets of an explanation share one scale
 * @param bar whether a colour bar with units is added below
 * @param border whether a line marks what the network saw, where it saw less than the whole picture
 */
public record PictureOptions(
        Style style, Resampling filter, String colours, double strongest, boolean shared, boolean bar, boolean border) {
    /** The names of the options. */
    public static final Set<String> KNOWN = Set.of("style", "filter", "colours", "alpha", "scale", "bar", "border");

    /** How an overlay looks if nobody says otherwise. */
    public static final PictureOptions DEFAULT = of("png", Map.of());

    /** Names manners of drawing. */
    public enum Style {
        /** Ours: enlarged, then coloured; without evidence the photograph shows untouched. */
        SMOOTH,
        /** Pixel by pixel as ELI5's image formatter: coloured, then enlarged; negative evidence is not shown. */
        ELI5;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads the options of a request for a format. */
    public static PictureOptions of(String format, Map<String, String> values) {
        Options options = new Options(format, values, KNOWN);
        Style style = one(options, "style", Style.values(), "smooth");
        boolean eli5 = style == Style.ELI5;
        if (eli5 && options.flag("bar", false)) {
            throw options.wrong("bar", "true", "false: style eli5 has no colour bar");
        }
        return new PictureOptions(
                style,
                one(options, "filter", Resampling.values(), eli5 ? "lanczos" : "bilinear"),
                colours(options, values.getOrDefault("colours", ""), eli5 ? ColourTable.NAMES : ColourMap.NAMES),
                alpha(options),
                choice(options, "scale", "own", "shared", "own"),
                options.flag("bar", false),
                options.flag("border", !eli5));
    }

    /** Loads the colour map that was asked for, or the one that suits the scale. */
    ColourMap map(HeatScale scale) {
        return new ColourMap(colours.isEmpty() ? scale.signed() ? "balance" : "inferno" : colours);
    }

    /** Returns the colour map's name, or the one that ELI5 uses if nobody says otherwise. */
    String table() {
        return colours.isEmpty() ? "viridis" : colours;
    }

    private static <T> T one(Options options, String name, T[] choices, String otherwise) {
        String text = options.text(name, otherwise);
        return Arrays.stream(choices)
                .filter(choice -> choice.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> options.wrong(
                        name, text, Arrays.stream(choices).map(Object::toString).collect(Collectors.joining(", "))));
    }

    private static String colours(Options options, String text, List<String> names) {
        return text.isEmpty()
                ? text
                : names.stream()
                        .filter(name -> name.equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> options.wrong("colours", text, String.join(", ", names)));
    }

    private static double alpha(Options options) {
        String text = options.text("alpha", "0.65");
        try {
            double alpha = text.equals("none") ? 1 : Double.parseDouble(text);
            if (alpha >= 0 && alpha <= 1) {
                return alpha;
            }
        } catch (NumberFormatException e) {
            // told below, like a number out of range
        }
        throw options.wrong("alpha", text, "a number from 0 to 1, none");
    }

    private static boolean choice(Options options, String name, String otherwise, String yes, String no) {
        String text = options.text(name, otherwise);
        if (!text.equals(yes) && !text.equals(no)) {
            throw options.wrong(name, text, yes + ", " + no);
        }
        return text.equals(yes);
    }
}
