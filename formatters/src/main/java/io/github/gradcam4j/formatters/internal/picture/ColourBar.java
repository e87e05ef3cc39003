package io.github.gradcam4j.formatters.internal.picture;

import io.github.gradcam4j.formatters.internal.Numbers;
import java.awt.image.BufferedImage;

/**
 * Is a picture with a strip below it: what was asked, the colours from weak to strong, and the values they stand for.
 *
 * @param above the picture
 * @param strip the strip
 */
record ColourBar(Raster above, BufferedImage strip) implements Raster {
    private static final int GROUND = 0xf4f4f4;
    private static final int LETTERS = 0x202020;

    /** Adds the strip. */
    static Raster below(Raster picture, String title, HeatScale scale, Ramp ramp) {
        int size = Lettering.size(picture.width(), picture.height());
        int padding = size / 2;
        int line;
        try (Lettering trial = Lettering.on(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), size)) {
            line = trial.height();
        }
        int width = picture.width();
        BufferedImage strip = new BufferedImage(width, 2 * line + size + 3 * padding, BufferedImage.TYPE_INT_RGB);
        try (Lettering letters = Lettering.on(strip, size)) {
            letters.fill(GROUND, 0, 0, width, strip.getHeight());
            int inner = Math.max(1, width - 2 * padding);
            letters.write(letters.fit(title, inner), padding, padding / 2, LETTERS);
            int top = padding + line;
            double low = scale.signed() ? -scale.limit() : 0;
            for (int x = 0; x < inner; x++) {
                float value = (float) (low + (scale.limit() - low) * (x + 0.5) / inner);
                letters.fill(ramp.paint(0xff000000 | GROUND, value) & 0xffffff, padding + x, top, 1, size);
            }
            int under = top + size + padding / 2;
            letters.write(Numbers.brief(low), padding, under, LETTERS);
            String middle = Numbers.brief((low + scale.limit()) / 2);
            String high = Numbers.brief(scale.limit());
            int gap = size;
            int middleAt = (width - letters.width(middle)) / 2;
            int highAt = width - padding - letters.width(high);
            if (highAt > padding + letters.width(Numbers.brief(low)) + gap) {
                letters.write(high, highAt, under, LETTERS);
                if (middleAt + letters.width(middle) + gap < highAt
                        && middleAt > padding + letters.width(Numbers.brief(low)) + gap) {
                    letters.write(middle, middleAt, under, LETTERS);
                }
            }
        }
        return new ColourBar(picture, strip);
    }

    @Override
    public int width() {
        return above.width();
    }

    @Override
    public int height() {
        return above.height() + strip.getHeight();
    }

    @Override
    public boolean isOpaque() {
        return above.isOpaque();
    }

    @Override
    public void row(int y, int[] argb) {
        if (y < above.height()) {
            above.row(y, argb);
        } else {
            strip.getRGB(0, y - above.height(), width(), 1, argb, 0, width());
        }
    }
}
