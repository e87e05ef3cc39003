package io.github.gradcam4j.formatters.internal.picture;

/** Is something drawn over a picture: as large as that, and as opaque. */
interface Covering extends Raster {
    /** Returns the picture. */
    Raster below();

    @Override
    default int width() {
        return below().width();
    }

    @Override
    default int height() {
        return below().height();
    }

    @Override
    default boolean isOpaque() {
        return below().isOpaque();
    }
}
