package io.github.gradcam4j.formatters.internal.picture;

/** Is the ink for each strength of evidence: a colour, and how much of it covers the photograph. */
final class Ramp {
    private static final int STEPS = 1024;

    private final double limit;
    private final int zero;
    private final int[] colours;
    private final int[] covers;
    /** Colour times cover, rounded up by a half: red and blue in 32 bits each, green by itself. */
    private final long[] redBlue;

    private final int[] green;
    private final float bareFrom;
    private final float bareTo;

    private Ramp(HeatScale scale, ColourMap map, boolean opaque, double strongest) {
        limit = scale.limit();
        zero = scale.signed() ? STEPS : 0;
        colours = new int[zero + STEPS + 1];
        covers = new int[colours.length];
        redBlue = new long[colours.length];
        green = new int[colours.length];
        for (int i = 0; i < colours.length; i++) {
            double part = (double) (i - zero) / STEPS;
            colours[i] = map.rgb(scale.signed() ? (part + 1) / 2 : part);
            covers[i] = opaque ? 1 << 16 : (int) Math.rint(strongest * cover(Math.abs(part)) * (1 << 16));
            redBlue[i] = redBlue(colours[i]) * covers[i] + (1L << 47 | 1L << 15);
            green[i] = (colours[i] >> 8 & 255) * covers[i] + (1 << 15);
        }
        int bare = 0;
        while (bare <= STEPS && covers[zero + bare] == 0) {
            bare++;
        }
        // a quarter of a step lower, so that rounding does not matter
        bareTo = bare == 0 ? Float.NEGATIVE_INFINITY : Math.nextDown((float) (limit * (bare - 0.75) / STEPS));
        bareFrom = scale.signed() ? -bareTo : Float.NEGATIVE_INFINITY;
    }

    /** Makes inks that let the photograph through where there is little evidence. */
    static Ramp translucent(HeatScale scale, ColourMap map, double strongest) {
        return new Ramp(scale, map, false, strongest);
    }

    /** Makes inks that cover everything. */
    static Ramp opaque(HeatScale scale, ColourMap map) {
        return new Ramp(scale, map, true, 1);
    }

    /** Rises smoothly from 0 without evidence; full from about three quarters of the strongest evidence on. */
    private static double cover(double part) {
        double rise = Math.min(1, part / 0.75);
        return rise * rise * (3 - 2 * rise);
    }

    /** Paints over pixels; leaves those as they are where there is no evidence. */
    void paint(int[] argb, float[] values, int from, int to) {
        for (int x = from; x < to; x++) {
            argb[x] = paint(argb[x], values[x]);
        }
    }

    /** Paints over one pixel; returns it unchanged where there is no evidence. */
    int paint(int argb, float value) {
        if (value >= bareFrom && value <= bareTo) {
            return argb;
        }
        int step = zero + Math.max(-zero, Math.min(STEPS, (int) Math.rint(value / limit * STEPS)));
        if (covers[step] == 0) {
            return argb;
        }
        return argb >>> 24 == 255 ? mix(argb, step) : mixTranslucent(argb, colours[step], covers[step]);
    }

    /** Adds a part of the ink to a part of the pixel. */
    private int mix(int argb, int step) {
        int rest = (1 << 16) - covers[step];
        long mixed = redBlue(argb) * rest + redBlue[step];
        int mixedGreen = (argb >> 8 & 255) * rest + green[step];
        return 0xff000000 | (int) (mixed >> 32) & 0xff0000 | mixedGreen >> 8 & 0xff00 | (int) (mixed >> 16) & 0xff;
    }

    private static long redBlue(int argb) {
        return (argb & 0xff0000L) << 16 | argb & 0xffL;
    }

    /** Porter and Duff's "over" for a pixel that lets the background through. */
    private static int mixTranslucent(int argb, int ink, int cover) {
        double over = cover / 65536.0;
        double under = (argb >>> 24) / 255.0 * (1 - over);
        double alpha = over + under;
        int mixed = (int) Math.rint(alpha * 255);
        for (int shift = 16; shift >= 0; shift -= 8) {
            double colour = ((ink >> shift & 255) * over + (argb >> shift & 255) * under) / alpha;
            mixed = (mixed << 8) | (int) Math.rint(colour);
        }
        return mixed;
    }
}
