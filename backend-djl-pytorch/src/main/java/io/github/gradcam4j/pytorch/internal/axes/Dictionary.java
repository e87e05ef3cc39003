package io.github.gradcam4j.pytorch.internal.axes;

import java.util.LinkedHashMap;
import java.util.Map;

/** A dictionary. It is equal to itself alone, since it may contain itself. */
final class Dictionary {
    private final Map<Object, Object> entries = new LinkedHashMap<>();

    Map<Object, Object> entries() {
        return entries;
    }
}
