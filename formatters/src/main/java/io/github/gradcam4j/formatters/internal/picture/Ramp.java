package io.github.gradcam4j.formatters.internal.picture;

/** Is the ink for each strength of evidence: a colour, and how much of it covers the photograph. */
final class Ramp {
    private static final int STEPS = 1024;

    private final HeatScale scale;
    private final int[] colours;
    private final int[] covers;
    private final int zero;

    private Ramp(HeatScale scale, ColourMap map, boolean opaque, double strongest) {
        this.scale = scale;
        zero = scale.signed() ? STEPS : 0;
        colours = new int[zero + STEPS + 1];
        covers = new int[colours.length];
        for (int i = 0; i < colours.length; i++) {
            double part = (double) (i - zero) / STEPS;
            colours[i] = map.rgb(scale.signed() ? (part + 1) / 2 : part);
            covers[i] = opaque ? 1 << 16 : (int) Math.rint(strongest * cover(Math.abs(part)) * (1 << 16));
        }
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

    /** Paints over one pixel; returns it unchanged where there is no evidence. */
    int paint(int argb, float value) {
        int step = zero + (int) Math.rint(scale.part(value) * STEPS);
        int cover = covers[step];
        if (cover == 0) {
            return argb;
        }
        int behind = argb >>> 24;
        return behind == 255 ? mix(argb, colours[step], cover) : mixTranslucent(argb, colours[step], cover);
    }

    private static int mix(int argb, int ink, int cover) {
        int mixed = 255;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int under = argb >> shift & 255;
            int over = ink >> shift & 255;
            mixed = (mixed << 8) | (((under << 16) + (over - under) * cover + (1 << 15)) >> 16);
        }
        return mixed;
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
