package io.github.gradcam4j.formatters.internal.picture;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;

/** Puts together the picture of one target: photograph, map, border, caption, colour bar. */
public final class Drawing {
    private static final int CELL = 32;

    private Drawing() {}

    /** Tells whether there is something to draw: maps with rows and columns, over a picture or by themselves. */
    public static boolean isPossible(Explanation explanation) {
        return explanation.targets().stream()
                .allMatch(target -> target.heatmap().isPlane());
    }

    /** Draws one target. */
    public static Raster of(Explanation explanation, int index, PictureOptions options) {
        TargetExplanation target = explanation.targets().get(index);
        boolean signed = !explanation.provenance().relu();
        HeatScale scale = HeatScale.of(options.shared() ? explanation.targets() : List.of(target), signed);
        ColourMap map = options.map(scale);
        Raster drawing = explanation.input() instanceof Picture picture
                        && explanation.geometry().isPresent()
                ? overlay(picture, explanation.geometry().get(), target.heatmap(), scale, map, options)
                : field(explanation, target.heatmap(), scale, map, options);
        return drawing;
    }

    private static Raster overlay(
            Picture picture,
            PictureGeometry geometry,
            Heatmap heatmap,
            HeatScale scale,
            ColourMap map,
            PictureOptions options) {
        Raster photograph = new Photograph(picture);
        Raster drawing = scale.isEmpty()
                ? photograph
                : new Overlay(
                        photograph,
                        new MapResampling(heatmap, geometry, options.filter()),
                        Ramp.translucent(scale, map, options.strongest()));
        return options.border() && !geometry.seesWholePicture() ? new Border(drawing, geometry.visible()) : drawing;
    }

    private static Raster field(
            Explanation explanation, Heatmap map, HeatScale scale, ColourMap colours, PictureOptions options) {
        PictureGeometry geometry = size(explanation, map);
        Raster ground = new Ground(geometry.pictureWidth(), geometry.pictureHeight());
        return new Overlay(ground, new MapResampling(map, geometry, options.filter()), Ramp.opaque(scale, colours));
    }

    /** Takes the size of the network's input where it has rows and columns, else some pixels for each cell. */
    private static PictureGeometry size(Explanation explanation, Heatmap map) {
        Shape shape = explanation.inputShape();
        List<Axis> axes = explanation.layer().layout().axes();
        int width = map.width() * CELL;
        int height = map.height() * CELL;
        if (shape.rank() == 4) {
            boolean channelsLast = axes.indexOf(Axis.CHANNEL) == 3;
            int rows = (int) shape.dim(channelsLast ? 1 : 2);
            int columns = (int) shape.dim(channelsLast ? 2 : 3);
            if (rows >= map.height() && columns >= map.width()) {
                width = columns;
                height = rows;
            }
        }
        return new PictureGeometry(width, height, width, height, 1, 1, 0, 0);
    }
}
