package io.github.gradcam4j.formatters.internal.picture;

import io.github.gradcam4j.input.Picture;
import java.util.Arrays;
import java.util.List;

/**
 * Is some pictures side by side, with white between them.
 *
 * @param pictures the pictures, from left to right
 */
public record Panels(List<Raster> pictures) implements Raster {
    private static final int GAP = 8;
    private static final int WHITE = 0xffffffff;

    /** Puts pictures side by side. */
    public static Raster of(List<Picture> pictures) {
        return new Panels(pictures.stream().<Raster>map(Photograph::new).toList());
    }

    @Override
    public int width() {
        return pictures.stream().mapToInt(Raster::width).sum() + GAP * (pictures.size() - 1);
    }

    @Override
    public int height() {
        return pictures.stream().mapToInt(Raster::height).max().orElse(0);
    }

    @Override
    public boolean isOpaque() {
        return pictures.stream().allMatch(Raster::isOpaque);
    }

    @Override
    public void row(int y, int[] argb) {
        Arrays.fill(argb, 0, width(), WHITE);
        int left = 0;
        for (Raster picture : pictures) {
            if (y < picture.height()) {
                int[] part = new int[picture.width()];
                picture.row(y, part);
                System.arraycopy(part, 0, argb, left, part.length);
            }
            left += picture.width() + GAP;
        }
    }
}
