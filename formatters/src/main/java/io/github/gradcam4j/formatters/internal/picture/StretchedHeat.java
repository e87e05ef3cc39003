package io.github.gradcam4j.formatters.internal.picture;

import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.formatters.HeatmapPictures;
import io.github.gradcam4j.formatters.internal.pillow.Compositing;
import io.github.gradcam4j.formatters.internal.pillow.Resized;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.PictureGeometry;

/**
 * Is a map laid over a picture as ELI5 does it: coloured first, then enlarged to what the network saw of the picture.
 *
 * @param below the picture
 * @param heat the coloured map, enlarged
 * @param left the picture's column at which it begins
 * @param top the picture's row at which it begins
 */
record StretchedHeat(Raster below, Resized heat, int left, int top) implements Covering {
    static Raster over(Raster below, Heatmap map, HeatScale scale, PictureGeometry way, PictureOptions options) {
        float[] values = map.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = scale.isEmpty() ? 0 : (float) Math.max(0, values[i] / scale.limit());
        }
        Picture coloured = HeatmapPictures.coloured(
                new Heatmap(map.shape(), values), HeatmapPictures.colourMap(options.table()), options.strongest());
        Resized heat = new Resized(
                coloured.argb(),
                coloured.width(),
                coloured.height(),
                pixels(way.networkWidth() / way.scaleX()),
                pixels(way.networkHeight() / way.scaleY()),
                options.filter());
        return new StretchedHeat(below, heat, (int) Math.rint(-way.offsetX() / way.scaleX()), (int)
                Math.rint(-way.offsetY() / way.scaleY()));
    }

    private static int pixels(double length) {
        return (int) Math.max(1, Math.rint(length));
    }

    @Override
    public void row(int y, int[] argb) {
        below.row(y, argb);
        if (y < top || y >= top + heat.height()) {
            return;
        }
        int[] colours = new int[heat.width()];
        heat.row(y - top, colours);
        for (int x = Math.max(0, left); x < Math.min(width(), left + colours.length); x++) {
            argb[x] = Compositing.over(colours[x - left], argb[x]);
        }
    }
}
