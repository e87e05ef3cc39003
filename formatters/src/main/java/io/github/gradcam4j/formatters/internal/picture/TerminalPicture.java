package io.github.gradcam4j.formatters.internal.picture;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.formatters.Resampling;
import io.github.gradcam4j.formatters.TerminalSummary.Colours;
import io.github.gradcam4j.formatters.internal.TerminalColour;
import io.github.gradcam4j.input.PictureGeometry;
import java.util.List;

/** Draws a map with characters: half blocks, two colours for each, or shades where there are no colours. */
public final class TerminalPicture {
    private static final int COLUMNS = 32;
    private static final int MOST_LINES = 16;
    private static final String SHADES = " ░▒▓█";

    private TerminalPicture() {}

    /** Returns some lines, or nothing where the map has no rows and columns or no evidence. */
    public static String of(Explanation explanation, int index, Colours colours) {
        TargetExplanation target = explanation.targets().get(index);
        if (!target.heatmap().isPlane()) {
            return "";
        }
        HeatScale scale =
                HeatScale.of(List.of(target), !explanation.provenance().relu());
        if (scale.isEmpty()) {
            return "";
        }
        float[][] values = values(target.heatmap(), frame(explanation, target.heatmap()));
        return colours == Colours.NONE
                ? shades(values, scale)
                : blocks(values, Ramp.opaque(scale, PictureOptions.DEFAULT.map(scale)), colours);
    }

    /** The frame is the picture's (or the network input's), at a few dozen columns; a character is two rows high. */
    private static PictureGeometry frame(Explanation explanation, Heatmap map) {
        PictureGeometry way = explanation
                .geometry()
                .orElseGet(() -> new PictureGeometry(map.width(), map.height(), map.width(), map.height(), 1, 1, 0, 0));
        double shape = (double) way.pictureHeight() / way.pictureWidth();
        int lines = (int) Math.max(1, Math.min(MOST_LINES, Math.rint(COLUMNS * shape / 2)));
        int columns = (int) Math.max(1, Math.min(COLUMNS, Math.rint(2 * lines / shape)));
        return new PictureGeometry(
                columns,
                2 * lines,
                way.networkWidth(),
                way.networkHeight(),
                way.scaleX() * way.pictureWidth() / columns,
                way.scaleY() * way.pictureHeight() / (2 * lines),
                way.offsetX(),
                way.offsetY());
    }

    private static float[][] values(Heatmap map, PictureGeometry frame) {
        MapResampling heat = new MapResampling(map, frame, Resampling.BILINEAR);
        float[][] values = new float[frame.pictureHeight()][frame.pictureWidth()];
        for (int y = 0; y < values.length; y++) {
            if (heat.sees(y)) {
                heat.row(y, values[y]);
            }
        }
        return values;
    }

    private static String shades(float[][] values, HeatScale scale) {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < values.length; y += 2) {
            text.append("  ");
            for (int x = 0; x < values[y].length; x++) {
                double part = Math.max(0, scale.part((values[y][x] + values[y + 1][x]) / 2));
                text.append(SHADES.charAt((int) Math.rint(part * (SHADES.length() - 1))));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String blocks(float[][] values, Ramp ramp, Colours colours) {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < values.length; y += 2) {
            text.append("  ");
            for (int x = 0; x < values[y].length; x++) {
                text.append("\033[38;").append(TerminalColour.code(ramp.paint(0xff000000, values[y][x]), colours));
                text.append(";48;").append(TerminalColour.code(ramp.paint(0xff000000, values[y + 1][x]), colours));
                text.append("m▀");
            }
            text.append("\033[0m\n");
        }
        return text.toString();
    }
}
