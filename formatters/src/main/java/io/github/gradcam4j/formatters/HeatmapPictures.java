package io.github.gradcam4j.formatters;

import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.formatters.internal.picture.Panels;
import io.github.gradcam4j.formatters.internal.picture.Photograph;
import io.github.gradcam4j.formatters.internal.picture.PngEncoder;
import io.github.gradcam4j.formatters.internal.picture.Raster;
import io.github.gradcam4j.formatters.internal.pillow.ColourTable;
import io.github.gradcam4j.formatters.internal.pillow.Compositing;
import io.github.gradcam4j.formatters.internal.pillow.Resized;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.spi.WholeFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleToIntFunction;

/**
 * Makes pictures of maps step by step, with the whole-number arithmetic of Pillow: what ELI5's image formatter makes of the
 * same map, pixel by pixel. The map is coloured before it is enlarged, and stretched over the whole picture.
 *
 * <pre>{@code
 * Heatmap heat = HeatmapPictures.normalised(why.first().heatmap());
 * Picture overlay = HeatmapPictures.overlay(
 *         heat, photograph, Resampling.LANCZOS, HeatmapPictures.colourMap("viridis"), 0.65);
 * }</pre>
 */
public final class HeatmapPictures {
    private static final String NAME = "heatmap";

    private HeatmapPictures() {}

    /**
     * Names the colour maps.
     *
     * @return names of matplotlib's maps
     */
    public static List<String> colourMaps() {
        return ColourTable.NAMES;
    }

    /**
     * Returns a colour map.
     *
     * @param name one of {@link #colourMaps}
     * @return from heat, 0 to 1, to alpha, red, green and blue with 8 bits each
     * @throws IllegalArgumentException if there is no such map
     */
    public static DoubleToIntFunction colourMap(String name) {
        return new ColourTable(name);
    }

    /**
     * Cuts off negative values and divides by the largest one.
     *
     * @param map a raw map
     * @return a map from 0 to 1; all zeros where nothing is positive
     */
    public static Heatmap normalised(Heatmap map) {
        float[] values = map.values();
        float max = values.length == 0 ? 0 : map.max();
        for (int i = 0; i < values.length; i++) {
            values[i] = max > 0 ? Math.max(0, values[i] / max) : 0;
        }
        return new Heatmap(map.shape(), values);
    }

    /**
     * Shows values as they are, one pixel each, cut off to 8 bits.
     *
     * @param map values from 0 to 1: rows and columns make a grey picture; rows, columns and 3 or 4 channels make red, green,
     *     blue and alpha
     * @return the picture
     * @throws IllegalArgumentException if the shape or a value is another one
     */
    public static Picture picture(Heatmap map) {
        int rank = map.shape().rank();
        int channels = rank == 3 ? (int) map.shape().dim(2) : 1;
        if (rank != 2 && !(rank == 3 && (channels == 3 || channels == 4))) {
            throw new IllegalArgumentException("a map of shape " + map.shape()
                    + " is no picture. Give rows and columns, " + "or rows, columns and 3 or 4 channels");
        }
        checkRange(map);
        float[] values = map.values();
        int[] argb = new int[values.length / channels];
        for (int i = 0; i < argb.length; i++) {
            int at = i * channels;
            int alpha = channels == 4 ? cut(values[at + 3]) : 255;
            int next = channels == 1 ? 0 : 1;
            argb[i] = (alpha << 24)
                    | (cut(values[at]) << 16)
                    | (cut(values[at + next]) << 8)
                    | cut(values[at + 2 * next]);
        }
        int width = (int) map.shape().dim(1);
        return new Picture(Source.named(NAME), width, (int) map.shape().dim(0), argb);
    }

    /**
     * Brings a picture to a size.
     *
     * @param picture the picture
     * @param width columns
     * @param height rows
     * @param filter how pixels become more or fewer
     * @return the picture of that size
     */
    public static Picture resized(Picture picture, int width, int height, Resampling filter) {
        return read(
                picture.source(),
                new Resized(picture.argb(), picture.width(), picture.height(), width, height, filter));
    }

    /**
     * Shows a map in grey at the size of a picture.
     *
     * @param map a map as {@link #picture(Heatmap)} takes it
     * @param over the picture whose size is meant
     * @param filter how cells become pixels
     * @return a picture of the map, of that size
     */
    public static Picture expanded(Heatmap map, Picture over, Resampling filter) {
        return resized(picture(map), over.width(), over.height(), filter);
    }

    /**
     * Colours a map, one pixel for each cell; a cell is as opaque as it is hot.
     *
     * @param map values from 0 to 1 in rows and columns
     * @param colours from heat to colour, such as {@link #colourMap}
     * @param alphaLimit how opaque the hottest cells are at most, from 0 to 1; 1 is no limit
     * @return the coloured map
     * @throws IllegalArgumentException if the limit, the shape or a value is another one
     */
    public static Picture coloured(Heatmap map, DoubleToIntFunction colours, double alphaLimit) {
        if (!(alphaLimit >= 0 && alphaLimit <= 1)) {
            throw new IllegalArgumentException(
                    "the limit of opacity cannot be " + alphaLimit + ". Choose a number from 0 to 1");
        }
        if (!map.isPlane()) {
            throw new IllegalArgumentException("a map of shape " + map.shape()
                    + " has no rows and columns to colour. Choose a layer that has them");
        }
        checkRange(map);
        float[] values = map.values();
        int[] argb = new int[values.length];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = (cut(Math.min(alphaLimit, values[i])) << 24) | (colours.applyAsInt(values[i]) & 0xffffff);
        }
        return new Picture(Source.named(NAME), map.width(), map.height(), argb);
    }

    /**
     * Lays a picture over another one.
     *
     * @param above the picture on top, as large as the other
     * @param below the picture under it
     * @return both together
     * @throws IllegalArgumentException if their sizes differ
     */
    public static Picture composed(Picture above, Picture below) {
        if (above.width() != below.width() || above.height() != below.height()) {
            throw new IllegalArgumentException(above + " does not cover " + below + ". Resize one of them first");
        }
        int[] argb = new int[below.argb().length];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = Compositing.over(above.argb()[i], below.argb()[i]);
        }
        return new Picture(below.source(), below.width(), below.height(), argb);
    }

    /**
     * Colours a map, brings it to a picture's size and lays it over the picture.
     *
     * @param map values from 0 to 1 in rows and columns, such as {@link #normalised} makes
     * @param below the picture
     * @param filter how cells become pixels
     * @param colours from heat to colour, such as {@link #colourMap}
     * @param alphaLimit how opaque the hottest cells are at most, from 0 to 1
     * @return the overlay, of the picture's size
     */
    public static Picture overlay(
            Heatmap map, Picture below, Resampling filter, DoubleToIntFunction colours, double alphaLimit) {
        Picture heat = coloured(map, colours, alphaLimit);
        return composed(resized(heat, below.width(), below.height(), filter), below);
    }

    /**
     * Puts pictures side by side, with some white between them.
     *
     * @param pictures the pictures, from left to right; at least one
     * @return all in one
     */
    public static Picture sideBySide(List<Picture> pictures) {
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("there is no picture to show. Give at least one");
        }
        return read(pictures.get(0).source(), Panels.of(pictures));
    }

    /**
     * Writes a picture as PNG.
     *
     * @param picture the picture
     * @param file the file; written whole or not at all
     * @throws io.github.gradcam4j.GradCamException if the file cannot be written
     */
    public static void save(Picture picture, Path file) {
        WholeFile.write(file, out -> PngEncoder.write(new Photograph(picture), Map.of(), out));
    }

    private static Picture read(Source source, Raster raster) {
        int[] argb = new int[raster.width() * raster.height()];
        int[] row = new int[raster.width()];
        for (int y = 0; y < raster.height(); y++) {
            raster.row(y, row);
            System.arraycopy(row, 0, argb, y * row.length, row.length);
        }
        return new Picture(source, raster.width(), raster.height(), argb);
    }

    private static void checkRange(Heatmap map) {
        for (float value : map.values()) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("a map from " + map.min() + " to " + map.max()
                        + " cannot be shown as it is: values go from 0 to 1. See HeatmapPictures.normalised");
            }
        }
    }

    private static int cut(double part) {
        return (int) (255 * part);
    }
}
