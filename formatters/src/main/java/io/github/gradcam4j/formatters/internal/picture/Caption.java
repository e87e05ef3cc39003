package io.github.gradcam4j.formatters.internal.picture;

import java.awt.image.BufferedImage;

/**
 * Is a picture with a line of text in its lower left corner.
 *
 * @param below the picture
 * @param plate the text
 */
record Caption(Raster below, BufferedImage plate) implements Covering {
    private static final int GROUND = 0x202020;
    private static final int LETTERS = 0xffffff;

    /** Adds a caption; where the picture is too small for it, or Java has no fonts, returns the picture as it is. */
    static Raster on(Raster below, String text) {
        int size = Lettering.size(below.width(), below.height());
        int padding = size / 2;
        try (Lettering trial = Lettering.on(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), size)) {
            int width = trial.width(text) + 2 * padding;
            int height = trial.height() + padding;
            if (width > below.width() || 3 * height > below.height()) {
                return below;
            }
            BufferedImage plate = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            try (Lettering letters = Lettering.on(plate, size)) {
                letters.fill(GROUND, 0, 0, width, height);
                letters.write(text, padding, padding / 2, LETTERS);
            }
            return new Caption(below, plate);
        } catch (Lettering.NoFontsException e) {
            return below;
        }
    }

    @Override
    public void row(int y, int[] argb) {
        below.row(y, argb);
        int line = y - (height() - plate.getHeight());
        if (line >= 0) {
            plate.getRGB(0, line, plate.getWidth(), 1, argb, 0, plate.getWidth());
        }
    }
}
