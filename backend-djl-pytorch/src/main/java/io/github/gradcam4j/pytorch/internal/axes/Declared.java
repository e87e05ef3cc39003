package io.github.gradcam4j.pytorch.internal.axes;

import java.util.ArrayList;
import java.util.List;

/** Makes tensors of unknown values where the code declares that they are tensors. */
final class Declared {
    private static final String TUPLE = "Tuple[";

    private Declared() {}

    static Object value(String type, Object value, Trace trace) {
        if (!(value instanceof Unknown unknown)) {
            return value;
        }
        if (type.equals("Tensor")) {
            return trace.opaque("unknown", unknown.tensors(), null, null);
        }
        if (!type.startsWith(TUPLE) || !type.endsWith("]")) {
            return unknown;
        }
        List<Object> parts = new ArrayList<>();
        for (String part : parts(type.substring(TUPLE.length(), type.length() - 1))) {
            parts.add(value(part, Unknown.of(unknown.tensors()), trace));
        }
        return trace.list(parts);
    }

    private static List<String> parts(String types) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < types.length(); i++) {
            char c = types.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(types.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(types.substring(start).strip());
        return parts;
    }
}
