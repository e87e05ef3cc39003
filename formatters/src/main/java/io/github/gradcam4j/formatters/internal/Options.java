package io.github.gradcam4j.formatters.internal;

import io.github.gradcam4j.spi.FormatRequest;

/** Refuses options that a format does not have. */
public final class Options {
    private Options() {}

    /** Refuses every option. */
    public static void none(String format, FormatRequest request) {
        if (!request.options().isEmpty()) {
            throw new IllegalArgumentException("format " + format + " has no option '"
                    + request.options().keySet().iterator().next() + "'. It has no options at all; leave it out");
        }
    }
}
