package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Indexing.Range;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads subscripts, as files write those of Python: numbers, slices, new axes and the dots for all axes between. */
final class Subscripts {
    private Subscripts() {}

    /** Returns what one part of a subscript takes of its axis. */
    static Range range(@Nullable Object part) {
        if (part instanceof Number number) {
            return new Range(number.longValue(), null, 1, Range.Kind.ELEMENT);
        }
        if (part == null || (part instanceof Map<?, ?> map && "tf.newaxis".equals(map.get("class_name")))) {
            return new Range(null, null, 1, Range.Kind.NEW_AXIS);
        }
        if (part instanceof Map<?, ?> map) {
            Object class3 = map.get("class_name");
            if ("__ellipsis__".equals(class3)) {
                return new Range(null, null, 1, Range.Kind.REST);
            }
            Map<String, @Nullable Object> bounds =
                    Options.toMap(map.get("config") instanceof Map<?, ?> config ? config : map);
            return new Range(
                    bound(bounds.get("start")), bound(bounds.get("stop")), step(bounds.get("step")), Range.Kind.RANGE);
        }
        if ("...".equals(part) || "Ellipsis".equals(part)) {
            return new Range(null, null, 1, Range.Kind.REST);
        }
        throw new Unsupported("it is indexed with " + Options.shown(part));
    }

    private static @Nullable Long bound(@Nullable Object value) {
        if (value != null && !(value instanceof Number)) {
            throw new Unsupported("it is sliced by " + Options.shown(value));
        }
        return value instanceof Number number ? number.longValue() : null;
    }

    private static long step(@Nullable Object value) {
        Long step = bound(value);
        return step == null ? 1 : step;
    }
}
