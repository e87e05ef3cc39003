package io.github.gradcam4j.formatters.internal.picture;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.Status;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.formatters.internal.Numbers;
import io.github.gradcam4j.formatters.internal.picture.PictureOptions.Style;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** Puts together the picture of one target: photograph, map, border, caption, colour bar. */
public final class Drawing {
    private static final int CELL = 32;

    private Drawing() {}

    /** Tells whether there is something to draw: maps with rows and columns, over a picture or by themselves. */
    public static boolean isPossible(Explanation explanation) {
        return explanation.targets().stream()
                .allMatch(target -> target.heatmap().isPlane());
    }

    /** Says why there is nothing to draw. */
    static IllegalArgumentException impossible(Explanation explanation) {
        return new IllegalArgumentException(
                explanation.text().isPresent()
                        ? "the explanation of a text is no picture. Choose format html for coloured words, or txt, csv or json"
                        : "a map of shape " + explanation.first().heatmap().shape()
                                + " has no rows and columns to draw. Choose format json or npy");
    }

    /** Draws one target. */
    public static Raster of(Explanation explanation, int index, PictureOptions options) {
        TargetExplanation target = explanation.targets().get(index);
        boolean signed = !explanation.provenance().relu() && options.style() == Style.SMOOTH;
        HeatScale scale = HeatScale.of(options.shared() ? explanation.targets() : List.of(target), signed);
        Optional<PictureGeometry> geometry = explanation.geometry();
        boolean photographed = explanation.input() instanceof Picture && geometry.isPresent();
        PictureGeometry way = photographed ? geometry.orElseThrow() : size(explanation, target.heatmap());
        Raster drawing = explanation.input() instanceof Picture picture && photographed
                ? new Photograph(picture)
                : new Ground(way.pictureWidth(), way.pictureHeight());
        if (options.style() == Style.ELI5) {
            drawing = StretchedHeat.over(drawing, target.heatmap(), scale, way, options);
            return options.border() && !way.seesWholePicture() ? new Border(drawing, way.visible()) : drawing;
        }
        ColourMap map = options.map(scale);
        Ramp ramp = photographed ? Ramp.translucent(scale, map, options.strongest()) : Ramp.opaque(scale, map);
        if (!scale.isEmpty()) {
            drawing = new Overlay(drawing, new MapResampling(target.heatmap(), way, options.filter()), ramp);
        }
        if (options.border() && !way.seesWholePicture()) {
            drawing = new Border(drawing, way.visible());
        }
        if (target.status() != Status.OK) {
            drawing = Caption.on(drawing, words(target.status()) + target.title());
        }
        return options.bar() ? ColourBar.below(drawing, title(target), scale, ramp) : drawing;
    }

    /** Returns the picture that was explained, if it was one. */
    public static Optional<Raster> photograph(Explanation explanation) {
        return explanation.input() instanceof Picture picture ? Optional.of(new Photograph(picture)) : Optional.empty();
    }

    /** Returns the same explanation over a picture that is at most so many pixels wide and high. */
    public static Explanation preview(Explanation explanation, int longestEdge) {
        if (!(explanation.input() instanceof Picture picture)) {
            return explanation;
        }
        Picture small = Shrinking.picture(picture, longestEdge);
        return new Explanation(
                small,
                explanation.item(),
                explanation.items(),
                explanation.inputShape(),
                explanation.layer(),
                explanation.targets(),
                explanation.ranking(),
                explanation.geometry().map(way -> Shrinking.geometry(way, small)),
                explanation.text(),
                explanation.warnings(),
                explanation.provenance(),
                explanation.tensors());
    }

    private static String words(Status status) {
        return status == Status.ZERO_GRADIENT ? "no gradient for " : "no positive evidence for ";
    }

    private static String title(TargetExplanation target) {
        return target.title() + "   score " + Numbers.plain(target.score())
                + (target.probability().isPresent()
                        ? "   " + Numbers.percent(target.probability().getAsDouble())
                        : "");
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
