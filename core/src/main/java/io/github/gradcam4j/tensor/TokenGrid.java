package io.github.gradcam4j.tensor;

/**
 * Says how a row of tokens covers a picture.
 *
 * @param prefix the number of tokens before the patches (class, distillation and register tokens)
 * @param height the number of patch rows
 * @param width the number of patch columns
 */
public record TokenGrid(int prefix, int height, int width) {
    /** Checks the counts. */
    public TokenGrid {
        if (prefix < 0 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "token grid of " + prefix + " prefix tokens and " + height + " x " + width + " patches is empty");
        }
    }
}
