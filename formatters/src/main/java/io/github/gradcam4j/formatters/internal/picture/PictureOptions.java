package io.github.gradcam4j.formatters.internal.picture;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Says how a map is drawn.
 *
 * @param filter how cells become pixels
 * @param colours the colour map's name; empty for the default
 * @param strongest how much of the photograph the strongest colour covers, from 0 to 1
 * @param shared whether the targets of an explanation share one scale
 * @param bar whether a colour bar with units is added below
 * @param border whether a line marks what the network saw, where it saw less than the whole picture
 */
public record PictureOptions(
        ResamplingFilter filter, String colours, double strongest, boolean shared, boolean bar, boolean border) {
    private static final Set<String> KNOWN =
            new TreeSet<>(Set.of("filter", "colours", "alpha", "scale", "bar", "border"));

    /** How an overlay looks if nobody says otherwise. */
    public static final PictureOptions DEFAULT = of(Map.of());

    /** Reads the options of a request. */
    public static PictureOptions of(Map<String, String> options) {
        for (String name : options.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException(
                        "png has no option '" + name + "'. Its options are " + String.join(", ", KNOWN));
            }
        }
        return new PictureOptions(
                filter(options.getOrDefault("filter", "bilinear")),
                colours(options.getOrDefault("colours", "")),
                alpha(options.getOrDefault("alpha", "0.65")),
                choice("scale", options.getOrDefault("scale", "own"), "shared", "own"),
                choice("bar", options.getOrDefault("bar", "false"), "true", "false"),
                choice("border", options.getOrDefault("border", "true"), "true", "false"));
    }

    /** Loads the colour map that was asked for, or the one that suits the scale. */
    ColourMap map(HeatScale scale) {
        return new ColourMap(colours.isEmpty() ? scale.signed() ? "balance" : "inferno" : colours);
    }

    private static ResamplingFilter filter(String text) {
        return Arrays.stream(ResamplingFilter.values())
                .filter(filter -> filter.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> wrong(
                        "filter",
                        text,
                        Arrays.stream(ResamplingFilter.values())
                                .map(ResamplingFilter::toString)
                                .collect(Collectors.joining(", "))));
    }

    private static String colours(String text) {
        if (!text.isEmpty() && !ColourMap.NAMES.contains(text)) {
            throw wrong("colours", text, String.join(", ", ColourMap.NAMES));
        }
        return text;
    }

    private static double alpha(String text) {
        try {
            double alpha = Double.parseDouble(text);
            if (alpha >= 0 && alpha <= 1) {
                return alpha;
            }
        } catch (NumberFormatException e) {
            // told below, like a number out of range
        }
        throw wrong("alpha", text, "a number from 0 to 1");
    }

    private static boolean choice(String name, String text, String yes, String no) {
        String folded = text.toLowerCase(Locale.ROOT);
        if (!folded.equals(yes) && !folded.equals(no)) {
            throw wrong(name, text, yes + ", " + no);
        }
        return folded.equals(yes);
    }

    private static IllegalArgumentException wrong(String name, String text, String choices) {
        return new IllegalArgumentException(
                "option " + name + " of png cannot be '" + text + "'. Choose one of: " + choices);
    }
}
