package io.github.gradcam4j.spi;

import java.util.Map;

/**
 * Says what a formatter writes.
 *
 * @param target which target of the explanation, from 0, for formats with a file for each
 * @param options options of the formatter by name
 */
public record FormatRequest(int target, Map<String, String> options) {
    /** Copies the options. */
    public FormatRequest {
        options = Map.copyOf(options);
    }

    /**
     * Asks for a target with default options.
     *
     * @param target which target, from 0
     * @return the request
     */
    public static FormatRequest of(int target) {
        return new FormatRequest(target, Map.of());
    }
}
