package io.github.gradcam4j.formatters.internal.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Writes text on images. Loading fonts takes Java a while, so only pictures with text come here. */
final class Lettering implements AutoCloseable {
    private final Graphics2D graphics;
    private final FontMetrics metrics;

    private Lettering(Graphics2D graphics, int size) {
        this.graphics = graphics;
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, size));
        metrics = graphics.getFontMetrics();
    }

    /**
     * Prepares to write on an image.
     *
     * @throws NoFontsException if this Java cannot load fonts, as in containers without fontconfig
     */
    static Lettering on(BufferedImage image, int size) {
        try {
            return new Lettering(image.createGraphics(), size);
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new NoFontsException(e);
        }
    }

    /** Returns a size at which text beside a picture can be read. */
    static int size(int width, int height) {
        return Math.max(11, Math.min(60, Math.min(width, height) / 24));
    }

    int width(String text) {
        return metrics.stringWidth(text);
    }

    int height() {
        return metrics.getHeight();
    }

    /** Writes a line whose upper left corner is at a point. */
    void write(String text, int x, int top, int rgb) {
        graphics.setColor(new Color(rgb));
        graphics.drawString(text, x, top + metrics.getAscent());
    }

    void fill(int rgb, int x, int y, int width, int height) {
        graphics.setColor(new Color(rgb));
        graphics.fillRect(x, y, width, height);
    }

    /** Shortens a text until it fits. */
    String fit(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        int end = text.length();
        while (end > 0 && width(text.substring(0, end) + "…") > width) {
            end = text.offsetByCodePoints(end, -1);
        }
        return end == 0 ? "" : text.substring(0, end) + "…";
    }

    @Override
    public void close() {
        graphics.dispose();
    }

    /** Says that this Java cannot write text. */
    static final class NoFontsException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        NoFontsException(Throwable cause) {
            super(
                    "text cannot be drawn: this Java finds no fonts (" + cause
                            + "). Install fontconfig and any font, or leave out the colour bar",
                    cause);
        }
    }
}
