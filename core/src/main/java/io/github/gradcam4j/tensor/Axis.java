package io.github.gradcam4j.tensor;

/** Says what one axis of a tensor counts. */
public enum Axis {
    /** Items of a batch. */
    BATCH,
    /** Feature maps, or the features of a token. */
    CHANNEL,
    /** Planes of a volume, or frames. */
    DEPTH,
    /** Rows of a picture. */
    HEIGHT,
    /** Columns of a picture. */
    WIDTH,
    /** Steps of a sequence. */
    TIME,
    /** Patches of a picture in one row, after a number of prefix tokens; see {@link TokenGrid}. */
    TOKEN,
    /** Anything else. */
    OTHER;

    /**
     * Tells whether a map can have this axis.
     *
     * @return true for axes that are positions of the input
     */
    public boolean isPosition() {
        return this == DEPTH || this == HEIGHT || this == WIDTH || this == TIME || this == TOKEN;
    }
}
