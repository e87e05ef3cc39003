package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.config.Dialect;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Functions of TensorFlow that Keras 2 takes for layers, and those of {@code keras.ops} in a network of Keras 3. */
final class FunctionLayers {
    private static final Map<String, FunctionRule> FUNCTIONS = functions();

    /** What TensorFlow calls otherwise than Keras 3. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("truediv", "divide"),
            Map.entry("pow", "power"),
            Map.entry("concat", "concatenate"),
            Map.entry("clip_by_value", "clip"),
            Map.entry("swish", "silu"),
            Map.entry("reverse", "flip"),
            Map.entry("reduce_mean", "mean"),
            Map.entry("reduce_sum", "sum"),
            Map.entry("reduce_max", "max"),
            Map.entry("reduce_min", "min"),
            Map.entry("reduce_prod", "prod"),
            Map.entry("reduce_std", "std"),
            Map.entry("reduce_variance", "var"),
            Map.entry("reduce_logsumexp", "logsumexp"),
            Map.entry("reduce_any", "any"),
            Map.entry("reduce_all", "all"),
            Map.entry("getitem", "get_item"),
            Map.entry("l2_normalize", "normalize"),
            Map.entry("gather", "take"),
            Map.entry("neg", "negative"),
            Map.entry("sub", "subtract"),
            Map.entry("mul", "multiply"),
            Map.entry("div", "divide"),
            Map.entry("atan", "arctan"),
            Map.entry("asin", "arcsin"),
            Map.entry("acos", "arccos"),
            Map.entry("where_v2", "where"),
            Map.entry("shape_v2", "shape"),
            Map.entry("resize_images_v2", "resize"));

    private FunctionLayers() {}

    static void addTo(Map<String, LayerRule> rules) {
        rules.put("TFOpLambda", FunctionLayers::ofTensorFlow);
        rules.put("SlicingOpLambda", FunctionLayers::ofTensorFlow);
    }

    private static Map<String, FunctionRule> functions() {
        Map<String, FunctionRule> rules = new HashMap<>();
        ElementFunctions.addTo(rules);
        TensorFunctions.addTo(rules);
        return Map.copyOf(rules);
    }

    private static List<Signal> ofTensorFlow(LayerCall call) {
        String full = call.options()
                .ignoring("symbol")
                .text("function", call.options().text("symbol", ""));
        String name = full.substring(full.lastIndexOf('.') + 1);
        return applied(NAMES.getOrDefault(name, name), "tf." + full, call);
    }

    /** Returns what a function of {@code keras.ops} makes. */
    static List<Signal> ofKeras(LayerCall call) {
        call.options().ignoring(call.config().config().keySet().toArray(String[]::new));
        String name = Dialect.groupName(call.config().className());
        return applied(name, "keras.ops." + name, call);
    }

    private static List<Signal> applied(String name, String shown, LayerCall call) {
        FunctionRule rule = FUNCTIONS.get(name);
        if (rule == null) {
            throw new Unsupported("the function " + shown + " is none of those that are known here");
        }
        FunctionArguments arguments = new FunctionArguments(call);
        List<Signal> outputs = rule.outputs(arguments);
        arguments.requireAllRead();
        return outputs;
    }
}
