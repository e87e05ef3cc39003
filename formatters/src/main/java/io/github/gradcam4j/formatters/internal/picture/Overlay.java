package io.github.gradcam4j.formatters.internal.picture;

/**
 * Is a map over a picture, at the picture's own size. Without evidence a pixel stays as it is.
 *
 * @param below the picture
 * @param heat the map at the picture's pixels
 * @param ramp the ink for each value
 */
record Overlay(Raster below, MapResampling heat, Ramp ramp) implements Covering {
    @Override
    public void row(int y, int[] argb) {
        below.row(y, argb);
        if (heat.sees(y)) {
            float[] values = new float[heat.right()];
            heat.row(y, values);
            ramp.paint(argb, values, heat.left(), heat.right());
        }
    }
}
