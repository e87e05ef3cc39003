package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.config.LayerConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import io.github.gradcam4j.tensorflow.internal.keras.layers.ActivationLayers.MaskKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;

/** Layers in which positions look at each other. */
final class AttentionLayers {
    private AttentionLayers() {}

    static void addTo(Map<String, LayerRule> rules) {
        rules.put("MultiHeadAttention", AttentionLayers::manyHeads);
        rules.put("GroupQueryAttention", AttentionLayers::grouped);
        rules.put("GroupedQueryAttention", AttentionLayers::grouped);
        rules.put("Attention", call -> attention(call, false));
        rules.put("AdditiveAttention", call -> attention(call, true));
    }

    /** Is what attention is asked with. */
    private record Heads(Signal query, Signal value, Signal key, boolean hasOwnKey) {
        static Heads of(LayerCall call) {
            Signal query = call.signal("query", 0);
            Signal value = call.signal("value", 1);
            Signal key = call.signal("key", 2);
            if (query == null || value == null) {
                throw new BrokenNetwork("it is not called with a query and a value");
            }
            return new Heads(query, value, key == null ? value : key, key != null);
        }
    }

    private static Signal projected(
            LayerCall call, String name, Signal x, String equation, List<Long> sizes, String biasAxes) {
        Map<String, @Nullable Object> options = new java.util.LinkedHashMap<>();
        options.put("dtype", call.config().config().get("dtype"));
        options.put("trainable", call.config().isTrainable());
        options.put("equation", equation);
        options.put("output_shape", sizes);
        options.put("bias_axes", call.options().flag("use_bias", true) ? biasAxes : "");
        options.put("activation", name.equals("gate") ? "sigmoid" : "linear");
        LayerConfig dense = new LayerConfig("EinsumDense", "", name, options, List.of());
        String path = (name.equals("attention_output") ? "output" : name) + "_dense";
        return call.within(path, dense, x, Map.of()).get(0);
    }

    private static String letters(int from, int count) {
        StringBuilder letters = new StringBuilder();
        IntStream.range(from, from + count).forEach(i -> letters.append((char) ('a' + i)));
        return letters.toString();
    }

    private static Signal toHeads(LayerCall call, String name, Signal x, long heads, long size) {
        int rank = x.rank();
        String free = letters(0, rank - 1);
        String in = letters(rank - 1, 1);
        String out = letters(rank, 2);
        List<Long> sizes = new ArrayList<>(java.util.Collections.nCopies(rank - 2, -1L));
        sizes.addAll(List.of(heads, size));
        return projected(call, name, x, free + in + "," + in + out + "->" + free + out, sizes, out);
    }

    private static Signal fromHeads(LayerCall call, Signal x, List<Long> shape) {
        int free = x.rank() - 2;
        String kept = letters(0, free);
        String in = letters(free, 2);
        String out = letters(free + 2, shape.size());
        List<Long> sizes = new ArrayList<>(java.util.Collections.nCopies(free - 1, -1L));
        sizes.addAll(shape);
        return projected(call, "attention_output", x, kept + in + "," + in + out + "->" + kept + out, sizes, out);
    }

    private static List<Signal> manyHeads(LayerCall call) {
        Options options = call.options().ignoring("softmax_robust_masking", "query_shape", "key_shape", "value_shape");
        Heads heads = Heads.of(call);
        long count = options.whole("num_heads");
        long keySize = options.whole("key_dim");
        long valueSize = options.whole("value_dim", keySize);
        Signal query = call.cast(heads.query());
        List<Integer> axes = options.wholes("attention_axes").stream()
                .map(axis -> (int) (axis < 0 ? axis + query.rank() : axis))
                .toList();
        List<Integer> attended =
                axes.isEmpty() ? IntStream.range(1, query.rank() - 1).boxed().toList() : axes;
        Signal mask = mask(call, heads, options.get("sliding_window"));
        Signal q = toHeads(call, "query", query, count, keySize);
        Signal k = toHeads(call, "key", call.cast(heads.key()), count, keySize);
        Signal gate = options.flag("use_gate", false) ? toHeads(call, "gate", query, count, valueSize) : null;
        Signal v = toHeads(call, "value", call.cast(heads.value()), count, valueSize);
        AttentionEquations equations = AttentionEquations.of(q.rank(), attended);
        LayerGraph g = call.graph();
        Signal scores = g.einsum(equations.scores(), k, g.multiply(q, 1 / Math.sqrt((double) keySize)));
        Signal weights = weights(call, scores, attended.size(), mask);
        Signal context = g.einsum(equations.context(), weights, v);
        List<Long> shape = options.wholes("output_shape");
        Signal gated = gate == null ? context : g.multiply(context, gate);
        Signal output = fromHeads(call, gated, shape.isEmpty() ? List.of(query.known(-1)) : shape);
        return finished(call, heads, output, weights);
    }

    private static List<Signal> finished(LayerCall call, Heads heads, Signal output, Signal weights) {
        Signal masked = output.masked(heads.query().mask());
        return Boolean.TRUE.equals(call.argument("return_attention_scores", -1))
                ? List.of(masked, weights)
                : List.of(masked);
    }

    private static Signal weights(LayerCall call, Signal scores, int axes, @Nullable Signal mask) {
        LayerGraph g = call.graph();
        Signal wide = mask;
        while (wide != null && wide.rank() < scores.rank()) {
            wide = g.expand(wide, wide.rank() - 2 * axes);
        }
        List<Integer> last =
                IntStream.range(scores.rank() - axes, scores.rank()).boxed().toList();
        MaskKind kind = maskKind(call, scores.rank());
        DataType type =
                kind == MaskKind.REPLACED && scores.type() == DataType.DT_HALF ? DataType.DT_FLOAT : scores.type();
        return g.cast(ActivationLayers.masked(g, kind, g.cast(scores, type), last, wide), scores.type());
    }

    private static MaskKind maskKind(LayerCall call, int rank) {
        if (call.isKeras2()) {
            return call.options().flag("softmax_robust_masking", false) ? MaskKind.REPLACED : MaskKind.ADDED;
        }
        boolean isInPieces = call.options().number("dropout", 0) > 0
                || Boolean.TRUE.equals(call.argument("return_attention_scores", -1))
                || rank != 4;
        return isInPieces ? MaskKind.ZEROED : MaskKind.REPLACED;
    }

    private static List<Signal> grouped(LayerCall call) {
        Options options = call.options().ignoring("flash_attention");
        LayerGraph g = call.graph();
        Heads heads = Heads.of(call);
        long size = options.whole("head_dim");
        long queries = options.whole("num_query_heads");
        long values = options.whole("num_key_value_heads");
        Signal query = call.cast(heads.query());
        Signal mask = mask(call, heads, options.get("sliding_window"));
        Signal q = toHeads(call, "query", query, queries, size);
        Signal k = toHeads(call, "key", call.cast(heads.key()), values, size);
        Signal gate = options.flag("use_gate", false) ? toHeads(call, "gate", query, queries, size) : null;
        Signal v = toHeads(call, "value", call.cast(heads.value()), values, size);
        Signal keys = g.repeat(k, 2, queries / values);
        Signal scores = g.einsum("bquh,bkuh->buqk", g.multiply(q, 1 / Math.sqrt((double) size)), keys);
        Signal weights = weights(call, scores, 1, mask);
        Signal context = g.einsum("buqk,bkuh->bquh", weights, g.repeat(v, 2, queries / values));
        Signal gated = gate == null ? context : g.multiply(context, gate);
        return finished(call, heads, fromHeads(call, gated, List.of(query.known(-1))), weights);
    }

    /** Joins what is known of which position may look at which. */
    private static @Nullable Signal mask(LayerCall call, Heads heads, @Nullable Object window) {
        if (window != null) {
            throw new Unsupported("its option 'sliding_window' is not known here");
        }
        LayerGraph g = call.graph();
        List<Signal> masks = new ArrayList<>();
        Signal given = call.signal("attention_mask", call.isKeras2() ? 3 : 6);
        if (given != null) {
            masks.add(g.cast(given, DataType.DT_BOOL));
        }
        Signal queryMask = named(call, "query_mask", heads.query());
        Signal valueMask = named(call, "value_mask", heads.value());
        Signal keyMask = named(call, "key_mask", heads.hasOwnKey() || call.isKeras2() ? heads.key() : null);
        if (queryMask != null) {
            masks.add(g.expand(queryMask, -1));
        }
        if (valueMask != null) {
            masks.add(g.expand(valueMask, -2));
        }
        if (keyMask != null && !keyMask.equals(valueMask)) {
            masks.add(g.expand(keyMask, -2));
        }
        if (Boolean.TRUE.equals(call.argument("use_causal_mask", -1))) {
            masks.add(g.expand(triangle(g, heads.query(), heads.value()), 0));
        }
        return masks.stream().reduce((a, b) -> g.binary("LogicalAnd", a, b)).orElse(null);
    }

    private static @Nullable Signal named(LayerCall call, String name, @Nullable Signal owner) {
        Signal given = call.signal(name, -1);
        return given != null || owner == null ? given : owner.mask();
    }

    /** Returns which position of the query comes at or after which position of the value. */
    private static Signal triangle(LayerGraph g, Signal query, Signal value) {
        Signal rows = range(g, query);
        Signal columns = range(g, value);
        return g.binary("GreaterEqual", g.expand(rows, 1), g.expand(columns, 0));
    }

    private static Signal range(LayerGraph g, Signal x) {
        Signal length = g.scalar(g.size(x, 1));
        return g.emit("Range", io.github.gradcam4j.tensor.Shape.of(x.dim(1)), g.scalar(0), length, g.scalar(1));
    }

    private static List<Signal> attention(LayerCall call, boolean isAdditive) {
        LayerGraph g = call.graph();
        Options options = call.options();
        List<Signal> raw = call.rawInputs();
        if (raw.size() < 2) {
            throw new BrokenNetwork("it is not called with a query and a value");
        }
        List<Signal> inputs = call.inputs();
        Signal query = inputs.get(0);
        Signal value = inputs.get(1);
        Signal key = inputs.size() > 2 ? inputs.get(2) : value;
        boolean isScaled = options.flag("use_scale", isAdditive);
        boolean isSum = isAdditive || options.text("score_mode", "dot").equals("concat");
        long[] shape = isAdditive ? new long[] {query.known(-1)} : new long[0];
        Signal scale = isScaled ? call.weight("scale", shape) : null;
        Signal factor = isSum && !isAdditive ? call.weight("concat_score_weight") : null;
        Signal scores = isSum ? sums(g, query, key, scale, factor, isAdditive) : dots(g, query, key, scale);
        List<Signal> masks = new ArrayList<>();
        Object named = call.argument("mask", -1);
        Signal queryMask = named instanceof List<?> list
                ? (Signal) list.get(0)
                : raw.get(0).mask();
        Signal valueMask = named instanceof List<?> list
                ? (Signal) list.get(1)
                : raw.get(1).mask();
        if (valueMask != null) {
            masks.add(g.expand(valueMask, -2));
        }
        if (options.flag("causal", false) || Boolean.TRUE.equals(call.argument("use_causal_mask", -1))) {
            masks.add(g.expand(triangle(g, query, key), 0));
        }
        for (Signal mask : masks.stream().reduce((a, b) -> g.binary("LogicalAnd", a, b)).stream()
                .toList()) {
            double low = scores.type() == DataType.DT_HALF ? 65504 : 1e9;
            Signal hidden = g.cast(g.unary("LogicalNot", mask), scores.type());
            scores = g.subtract(scores, g.multiply(hidden, low));
        }
        Signal weights = g.softmax(scores, -1);
        Signal result = g.product(weights, value);
        if (queryMask != null) {
            result = g.multiply(result, g.cast(g.expand(queryMask, -1), result.type()));
        }
        return Boolean.TRUE.equals(call.argument("return_attention_scores", -1))
                ? List.of(result.masked(queryMask), weights)
                : List.of(result.masked(queryMask));
    }

    private static Signal dots(LayerGraph g, Signal query, Signal key, @Nullable Signal scale) {
        Signal scores = g.product(query, key, false, true);
        return scale == null ? scores : g.multiply(scores, scale);
    }

    private static Signal sums(
            LayerGraph g,
            Signal query,
            Signal key,
            @Nullable Signal scale,
            @Nullable Signal factor,
            boolean isAdditive) {
        Signal sum = g.add(g.expand(query, -2), g.expand(key, -3));
        Signal bent = g.unary("Tanh", scale == null || isAdditive ? sum : g.multiply(scale, sum));
        Signal weighed = scale != null && isAdditive ? g.multiply(scale, bent) : bent;
        Signal scores = g.sum(weighed, false, List.of(-1));
        return factor == null ? scores : g.multiply(factor, scores);
    }
}
