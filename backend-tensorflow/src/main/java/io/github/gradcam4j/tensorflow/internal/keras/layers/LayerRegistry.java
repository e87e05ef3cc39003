package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.config.LayerConfig;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows the layer classes. */
public final class LayerRegistry {
    /** Layers that hand the mask of their input on. */
    private static final Set<String> PASSING = Set.of(
            "Activation",
            "ReLU",
            "LeakyReLU",
            "PReLU",
            "ELU",
            "Softmax",
            "ThresholdedReLU",
            "Dense",
            "BatchNormalization",
            "BatchNormalizationV1",
            "BatchNormalizationV2",
            "SyncBatchNormalization",
            "LayerNormalization",
            "GroupNormalization",
            "UnitNormalization");

    private static final Set<String> PASSING_IN_KERAS_3 = Set.of("Identity", "Normalization", "Rescaling");

    /** Layers that change nothing at inference. */
    private static final List<String> IDLE = List.of(
            "Dropout",
            "SpatialDropout1D",
            "SpatialDropout2D",
            "SpatialDropout3D",
            "AlphaDropout",
            "GaussianDropout",
            "GaussianNoise",
            "ActivityRegularization",
            "StochasticDepth",
            "RandomFlip",
            "RandomRotation",
            "RandomZoom",
            "RandomTranslation",
            "RandomContrast",
            "RandomBrightness",
            "RandomHeight",
            "RandomWidth",
            "RandomSaturation",
            "RandomHue",
            "RandomShear",
            "RandomGrayscale",
            "RandomColorJitter",
            "RandomColorDegeneration",
            "RandomSharpness",
            "RandomPosterization",
            "RandomGaussianBlur",
            "RandomPerspective",
            "RandomElasticTransform",
            "RandomErasing",
            "RandomInvert",
            "AugMix",
            "CutMix",
            "MixUp",
            "RandAugment");

    private static final Map<String, LayerRule> RULES = rules();

    private LayerRegistry() {}

    /** Returns what a call of a layer returns. */
    public static List<Signal> outputs(LayerCall call) {
        LayerConfig layer = call.config();
        LayerRule rule = rule(layer);
        if (rule == null) {
            throw new Unsupported(reason(layer));
        }
        List<Signal> outputs = rule.outputs(call);
        call.options().requireAllRead();
        boolean passes = PASSING.contains(layer.className())
                || IDLE.contains(layer.className())
                || (!call.isKeras2() && PASSING_IN_KERAS_3.contains(layer.className()));
        Signal mask = passes ? call.mask() : null;
        return mask == null
                ? outputs
                : outputs.stream().map(output -> output.masked(mask)).toList();
    }

    private static @Nullable LayerRule rule(LayerConfig layer) {
        if (layer.isOperation()) {
            return FunctionLayers::ofKeras;
        }
        boolean isForeign = !layer.module().isEmpty()
                && !layer.module().contains("keras")
                && !layer.module().equals("builtins");
        return isForeign ? null : RULES.get(layer.className());
    }

    private static String reason(LayerConfig layer) {
        return switch (layer.className()) {
            case "Lambda" -> "it holds Python code, which is never run";
            case "InputLayer" -> "it is called in the middle of the network";
            default ->
                layer.config().get("layers") == null && layer.config().isEmpty()
                        ? "it is a class of the author's own, whose computation the file does not tell"
                        : "it is none of Keras's layers that are known here";
        };
    }

    private static Map<String, LayerRule> rules() {
        Map<String, LayerRule> rules = new HashMap<>();
        IDLE.forEach(name -> rules.put(name, CoreLayers::idle));
        rules.put("Dense", CoreLayers::dense);
        rules.put("EinsumDense", CoreLayers::einsumDense);
        rules.put("Embedding", CoreLayers::embedding);
        rules.put("Masking", CoreLayers::masking);
        rules.put("Identity", CoreLayers::same);
        rules.put("Permute", CoreLayers::permute);
        rules.put("Reshape", CoreLayers::reshape);
        rules.put("Flatten", CoreLayers::flatten);
        rules.put("RepeatVector", CoreLayers::repeatVector);
        rules.put("LayerScale", CoreLayers::layerScale);
        rules.put("CustomScaleLayer", CoreLayers::scaledSum);
        ActivationLayers.addTo(rules);
        Convolutions.addTo(rules);
        Pooling.addTo(rules);
        Framing.addTo(rules);
        Merging.addTo(rules);
        Normalizing.addTo(rules);
        Preprocessing.addTo(rules);
        AttentionLayers.addTo(rules);
        Recurrence.addTo(rules);
        Wrappers.addTo(rules);
        FunctionLayers.addTo(rules);
        return Map.copyOf(rules);
    }
}
