package io.github.gradcam4j.tensorflow.internal.keras.config;

import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Is a network of layers: functional, or layers one after another.
 *
 * @param name its name
 * @param layers by name, in the order of the file
 * @param inputs what goes in, as nested as callers give it
 * @param outputs what comes out, as nested as callers get it; null for the last layer of a sequence
 */
public record NetworkConfig(
        String name,
        Map<String, LayerConfig> layers,
        @Nullable Object inputs,
        @Nullable Object outputs) {
    private static final int MOST_LAYERS = 50_000;

    /** Reads a network. */
    public static NetworkConfig of(LayerConfig config) {
        if (!(config.config().get("layers") instanceof List<?> list)) {
            throw new BrokenNetwork("the network '" + config.name() + "' has no list of layers");
        }
        if (list.size() > MOST_LAYERS) {
            throw new BrokenNetwork(
                    "the network '" + config.name() + "' has " + list.size() + " layers, more than " + MOST_LAYERS);
        }
        Map<String, LayerConfig> layers = new LinkedHashMap<>();
        for (Object one : list) {
            LayerConfig layer = LayerConfig.of(one);
            if (layers.put(layer.name(), layer) != null) {
                throw new BrokenNetwork(
                        "the network '" + config.name() + "' has two layers of the name '" + layer.name() + "'");
            }
        }
        if (config.isSequential()) {
            return new NetworkConfig(config.name(), layers, null, null);
        }
        return new NetworkConfig(
                config.name(),
                layers,
                ends(config.config().get("input_layers"), layers.keySet()),
                ends(config.config().get("output_layers"), layers.keySet()));
    }

    private static Object ends(@Nullable Object value, Set<String> names) {
        TensorRef one = TensorRef.of(value, names);
        if (one != null) {
            return one;
        }
        if (value instanceof List<?> list) {
            List<Object> all = new ArrayList<>();
            list.forEach(item -> all.add(ends(item, names)));
            return all;
        }
        if (value instanceof Map<?, ?> map && "__tuple__".equals(map.get("class_name")) && map.get("items") != null) {
            return ends(map.get("items"), names);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> all = new LinkedHashMap<>();
            Options.toMap(map).forEach((name, item) -> all.put(name, ends(item, names)));
            return all;
        }
        throw new BrokenNetwork("it names " + Options.shown(value) + " as input or output, which is no layer of it");
    }

    /** Keras names outputs after their layers, or as the model's own dictionary does. */
    public Map<String, TensorRef> outputNames() {
        Map<String, TensorRef> names = new LinkedHashMap<>();
        if (outputs instanceof Map<?, ?> map && map.values().stream().allMatch(TensorRef.class::isInstance)) {
            map.forEach((name, ref) -> names.put(String.valueOf(name), (TensorRef) ref));
            return names;
        }
        for (TensorRef ref : CallConfig.flat(outputs, TensorRef.class)) {
            String name = ref.layer();
            for (int i = 1; names.containsKey(name); i++) {
                name = ref.layer() + "_" + i;
            }
            names.put(name, ref);
        }
        return names;
    }
}
