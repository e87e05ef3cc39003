package io.github.gradcam4j.formatters.internal.html;

import io.github.gradcam4j.formatters.internal.Numbers;

/**
 * Is the ink behind words: orange for the target, blue against it, as everybody can tell them apart. It is translucent and
 * never so strong that black letters on white or white letters on black could not be read on it.
 *
 * @param range the magnitude with the strongest ink; 0 if nothing has any
 */
record Tint(double range) {
    private static final String FOR = "rgb(200 90 0 / ";
    private static final String AGAINST = "rgb(0 90 200 / ";
    private static final double STRONGEST = 0.75;
    private static final double EXPONENT = 0.7;
    private static final double UNDERLINED = 0.15;

    /** Returns how much of the ground is covered, from 0 to 1, to two digits: weak weights stay visible. */
    private double cover(double weight) {
        double part = range > 0 ? Math.min(1, Math.abs(weight) / range) : 0;
        return Math.rint(100 * STRONGEST * Math.pow(part, EXPONENT)) / 100;
    }

    boolean isVisible(double weight) {
        return cover(weight) > 0;
    }

    /** Returns declarations for a style attribute; what is clearly negative is underlined as well. */
    String style(double weight) {
        double cover = cover(weight);
        String ground = "background:" + (weight > 0 ? FOR : AGAINST) + Numbers.fixed(cover, 2) + ")";
        return weight > 0 || cover < UNDERLINED ? ground : ground + ";text-decoration:underline dotted";
    }

    /** Returns a weight with its sign. */
    static String number(double weight) {
        return Numbers.signed(weight).replace('-', '−');
    }
}
