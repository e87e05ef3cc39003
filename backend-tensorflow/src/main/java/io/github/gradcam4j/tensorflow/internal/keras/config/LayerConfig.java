package io.github.gradcam4j.tensorflow.internal.keras.config;

import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Is one layer of a file.
 *
 * @param className the Keras class, such as {@code Conv2D}
 * @param module where the class comes from, such as {@code keras.layers}; empty in older files
 * @param name the layer's name
 * @param config its options
 * @param inbound how it is called, in the form of the file
 */
public record LayerConfig(
        String className,
        String module,
        String name,
        Map<String, @Nullable Object> config,
        List<@Nullable Object> inbound) {
    private static final List<String> NETWORKS = List.of("Functional", "Model", "Sequential");

    /** Reads a layer. */
    public static LayerConfig of(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new BrokenNetwork("it holds " + Options.shown(value) + " where a layer should be");
        }
        Map<String, @Nullable Object> json = Options.toMap(map);
        Object className = json.get("class_name");
        if (!(className instanceof String text)) {
            throw new BrokenNetwork("it holds a layer without a class_name");
        }
        Object config = json.get("config");
        Map<String, @Nullable Object> options = config instanceof Map<?, ?> inner
                ? Options.toMap(inner)
                : config instanceof List<?> layers ? Map.of("layers", layers) : Map.of();
        Object module = json.get("module");
        Object name = json.get("name") != null ? json.get("name") : options.get("name");
        List<@Nullable Object> inbound =
                json.get("inbound_nodes") instanceof List<?> list ? new java.util.ArrayList<>(list) : List.of();
        return new LayerConfig(
                text.substring(text.lastIndexOf('>') + 1),
                module == null ? "" : module.toString(),
                name == null ? Dialect.groupName(text) : name.toString(),
                options,
                inbound);
    }

    /** Tells whether it is a network of layers itself. */
    public boolean isNetwork() {
        return NETWORKS.contains(className) && config.get("layers") instanceof List;
    }

    public boolean isSequential() {
        return className.equals("Sequential");
    }

    /** Tells whether it is a function of {@code keras.ops}, which has no weights; HDF5 files do not name the module. */
    public boolean isOperation() {
        boolean isNamed =
                module.contains("keras.src.ops") || module.equals("keras.ops") || module.startsWith("keras.ops.");
        boolean hasOptionsOfLayers = config.containsKey("trainable");
        boolean isCalledByKeras3 =
                !inbound.isEmpty() && inbound.get(0) instanceof Map<?, ?> call && call.containsKey("args");
        return isNamed || (module.isEmpty() && isCalledByKeras3 && !hasOptionsOfLayers);
    }

    /** Returns the same layer under another name, with some options replaced. */
    public LayerConfig with(String other, Map<String, @Nullable Object> replaced) {
        Map<String, @Nullable Object> options = new java.util.LinkedHashMap<>(config);
        options.putAll(replaced);
        options.put("name", other);
        return new LayerConfig(className, module, other, options, inbound);
    }

    /** Tells whether training would change its weights: those that it would not are kept behind the others. */
    public boolean isTrainable() {
        return !Boolean.FALSE.equals(config.get("trainable"));
    }
}
