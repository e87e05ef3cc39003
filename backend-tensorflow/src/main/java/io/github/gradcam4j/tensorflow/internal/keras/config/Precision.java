package io.github.gradcam4j.tensorflow.internal.keras.config;

import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;

/**
 * Says what numbers a layer works with, and what its weights are stored as.
 *
 * @param compute what its inputs are turned into, and what it returns
 * @param weights what its weights are
 */
public record Precision(DataType compute, DataType weights) {
    /** Reads an option {@code dtype}: a name, or a policy. */
    public static Precision of(@Nullable Object value) {
        if (value instanceof Map<?, ?> policy) {
            if (policy.get("class_name") instanceof String kind && kind.startsWith("Quantized")) {
                throw new Unsupported("its weights are quantized");
            }
            return policy.get("config") instanceof Map<?, ?> config ? of(config.get("name")) : of(null);
        }
        String name = value == null ? "float32" : value.toString();
        return switch (name) {
            case "mixed_float16" -> new Precision(DataType.DT_HALF, DataType.DT_FLOAT);
            case "mixed_bfloat16" -> new Precision(DataType.DT_BFLOAT16, DataType.DT_FLOAT);
            default -> new Precision(type(name), type(name));
        };
    }

    /** Returns an element type by its Keras name. */
    public static DataType type(String name) {
        return switch (name.startsWith("<dtype") ? name.replaceAll(".*'(\\w+)'.*", "$1") : name) {
            case "float32", "float" -> DataType.DT_FLOAT;
            case "float64", "double" -> DataType.DT_DOUBLE;
            case "float16", "half" -> DataType.DT_HALF;
            case "bfloat16" -> DataType.DT_BFLOAT16;
            case "int64" -> DataType.DT_INT64;
            case "int32", "int" -> DataType.DT_INT32;
            case "int16" -> DataType.DT_INT16;
            case "int8" -> DataType.DT_INT8;
            case "uint8" -> DataType.DT_UINT8;
            case "uint16" -> DataType.DT_UINT16;
            case "bool" -> DataType.DT_BOOL;
            case "string" -> DataType.DT_STRING;
            default -> throw new Unsupported("its element type '" + name + "' is unknown");
        };
    }
}
