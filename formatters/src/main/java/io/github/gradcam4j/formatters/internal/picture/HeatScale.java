package io.github.gradcam4j.formatters.internal.picture;

import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.TargetExplanation;
import java.util.List;

/**
 * Says which value gets the strongest colour. Zero always means no colour: a map is divided by its largest value, never
 * stretched from its smallest.
 *
 * @param limit the value with the strongest colour; 0 if there is nothing to show
 * @param signed whether negative values are shown, as the mirror image
 */
public record HeatScale(double limit, boolean signed) {
    /** Makes one scale for some maps. */
    public static HeatScale of(List<TargetExplanation> targets, boolean signed) {
        double limit = 0;
        for (TargetExplanation target : targets) {
            Heatmap map = target.heatmap();
            if (!Float.isFinite(map.min()) || !Float.isFinite(map.max())) {
                throw new IllegalArgumentException("the map of '" + target.target()
                        + "' cannot be drawn: it runs from " + map.min() + " to " + map.max()
                        + ". Only finite values have a colour");
            }
            limit = Math.max(limit, signed ? Math.max(map.max(), -(double) map.min()) : map.max());
        }
        return new HeatScale(limit, signed);
    }

    /** Tells whether there is nothing to show. */
    public boolean isEmpty() {
        return limit <= 0;
    }

    /** Returns the part of the limit that a value is: from -1 (0 without sign) to 1. */
    double part(double value) {
        return Math.max(signed ? -1 : 0, Math.min(1, value / limit));
    }
}
