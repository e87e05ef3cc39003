package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Differentiates the attention operators of ONNX Runtime's optimiser, without a past. */
final class FusedAttentionRules {
    private static final double MASKED = -10000;
    private static final double NEVER = -1e30;

    private FusedAttentionRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "com.microsoft.Attention" -> FusedAttentionRules::attention;
            case "com.microsoft.MultiHeadAttention" -> FusedAttentionRules::multiHead;
            case "com.microsoft.GroupQueryAttention" -> FusedAttentionRules::groupQuery;
            default -> null;
        };
    }

    /** One matrix makes queries, keys and values of its input. */
    private static void attention(Backward node) {
        Emitter e = node.emit;
        refusePast(node, 4, 4);
        if (node.integer("do_rotary", 0) != 0) {
            throw node.refuse("turns queries and keys by their positions");
        }
        long heads = node.integer("num_heads", 1);
        Heads all = new Heads(node, heads, heads);
        long width = node.inShape(1)[1];
        long[] parts = node.integers("qkv_hidden_sizes", new long[] {width / 3, width / 3, width / 3});
        String joint = e.matmul(node.in(0), node.in(1));
        if (node.node().input(2).isPresent()) {
            joint = e.add(joint, node.in(2));
        }
        String query = all.apart(e.slice(joint, 2, 0, parts[0]), heads);
        String key = all.apart(e.slice(joint, 2, parts[0], parts[0] + parts[1]), heads);
        String value = all.apart(e.slice(joint, 2, parts[0] + parts[1], width), heads);
        double scale = scale(node, parts[0] / heads);
        Optional<String> mask =
                sum(node, padding(node, 3, node.inShape(0)[1]), bias(node, 5), future(node, node.inShape(0)[1]));
        Heads.Gradients found = differentiate(all, query, key, value, mask, scale, 0);
        String together = e.concat(3, merged(e, found.query()), merged(e, found.key()), merged(e, found.value()));
        node.give(0, e.matmul(together, e.transpose(node.in(1), 1, 0)));
    }

    private static String merged(Emitter e, String gradient) {
        return e.reshape(e.transpose(gradient, 0, 1, 3, 2, 4), 0, 0, 0, -1);
    }

    private static void multiHead(Backward node) {
        refusePast(node, 6, 7);
        if (node.node().input(1).isEmpty() || node.node().input(2).isEmpty()) {
            throw node.refuse("has queries, keys and values packed into one input");
        }
        long heads = node.integer("num_heads", 1);
        Heads all = new Heads(node, heads, heads);
        long width = node.inShape(0)[2];
        String query = projected(node, all, 0, 0, width);
        String key = projected(node, all, 1, width, 2 * width);
        String value = projected(node, all, 2, 2 * width, Long.MAX_VALUE);
        double scale = scale(node, width / heads);
        long tokens = node.inShape(1)[node.inShape(1).length - 2];
        Optional<String> mask = sum(node, padding(node, 4, tokens), bias(node, 5), future(node, node.inShape(0)[1]));
        Heads.Gradients found = differentiate(all, query, key, value, mask, scale, 0);
        all.give(0, found.query());
        all.give(1, found.key());
        all.give(2, found.value());
    }

    private static String projected(Backward node, Heads all, int input, long from, long to) {
        String value = node.in(input);
        if (node.inShape(input).length == 4) {
            return value;
        }
        if (node.node().input(3).isPresent()) {
            value = node.emit.add(value, node.emit.slice(node.in(3), 0, from, to));
        }
        return all.apart(value, all.heads());
    }

    /** Every token sees itself and those before it, at most a window of them. */
    private static void groupQuery(Backward node) {
        refusePast(node, 3, 4);
        if (node.node().input(1).isEmpty() || node.node().input(2).isEmpty()) {
            throw node.refuse("has queries, keys and values packed into one input");
        }
        if (node.integer("smooth_softmax", 0) > 0 || node.node().input(11).isPresent()) {
            throw node.refuse("has a sink in its softmax");
        }
        Heads all = new Heads(node, node.integer("num_heads", 1), node.integer("kv_num_heads", 1));
        boolean turns = node.integer("do_rotary", 0) != 0;
        String query = all.apart(node.in(0), all.heads());
        String key = all.apart(node.in(1), all.shared());
        String value = all.apart(node.in(2), all.shared());
        if (turns) {
            query = RotaryRules.turned(node, query, 7, 8, 9, false);
            key = RotaryRules.turned(node, key, 7, 8, 9, false);
        }
        double scale = scale(node, node.inShape(0)[2] / all.heads());
        double cap = node.real("softcap", 0);
        String past = causal(node, node.inShape(0)[1], node.integer("local_window_size", -1));
        Optional<String> mask = sum(node, bias(node, 10), Optional.of(past));
        Heads.Gradients found = differentiate(all, query, key, value, mask, scale, cap);
        all.give(0, turns ? RotaryRules.turned(node, found.query(), 7, 8, 9, true) : found.query());
        all.give(1, turns ? RotaryRules.turned(node, found.key(), 7, 8, 9, true) : found.key());
        all.give(2, found.value());
    }

    private static Heads.Gradients differentiate(
            Heads all, String query, String key, String value, Optional<String> mask, double scale, double cap) {
        return all.differentiate(
                query,
                key,
                value,
                weights(all, query, key, mask, scale, cap),
                cap == 0 ? Optional.empty() : Optional.of(bend(all, query, key, scale, cap)),
                scale,
                all.gradientApart(all.node().gradient(), all.heads()));
    }

    private static void refusePast(Backward node, int from, int to) {
        for (int i = from; i <= to; i++) {
            if (node.node().input(i).isPresent() && node.inShape(i)[node.inShape(i).length - 2] != 0) {
                throw node.refuse("continues a past sequence");
            }
        }
    }

    private static double scale(Backward node, long width) {
        double scale = node.real("scale", 0);
        return scale == 0 ? 1 / Math.sqrt((double) width) : scale;
    }

    private static String products(Heads all, String query, String key, double scale) {
        return all.node().emit.mul(all.products(query, key), scale);
    }

    private static String weights(
            Heads all, String query, String key, Optional<String> mask, double scale, double cap) {
        Emitter e = all.node().emit;
        String products = products(all, query, key, scale);
        String capped = cap == 0 ? products : e.mul(e.op("Tanh", e.mul(products, 1 / cap)), cap);
        String masked = mask.isPresent() ? e.add(capped, mask.get()) : capped;
        return e.op("Softmax", Emitter.attributes("axis", 3), masked);
    }

    private static String bend(Heads all, String query, String key, double scale, double cap) {
        Emitter e = all.node().emit;
        String tanh = e.op("Tanh", e.mul(products(all, query, key, scale), 1 / cap));
        return e.complement(e.mul(tanh, tanh));
    }

    /** Returns 0 for keys that count and a large negative number for the others. */
    private static Optional<String> padding(Backward node, int input, long tokens) {
        if (node.node().input(input).isEmpty()) {
            return Optional.empty();
        }
        Emitter e = node.emit;
        int rank = node.inShape(input).length;
        if (rank < 1 || rank > 3) {
            throw node.refuse("has a mask of rank " + rank + ", which is none of lengths, tokens or pairs of tokens");
        }
        String counts = rank == 1 ? within(node, input, tokens) : e.positive(node.in(input));
        String mask = e.where(counts, e.scalar(0), e.scalar(node.real("mask_filter_value", MASKED)));
        return Optional.of(rank == 3 ? e.unsqueeze(mask, 1) : e.unsqueeze(mask, 1, 2));
    }

    /** Says which keys lie before the end of their item, and not before its start where the ends are followed by starts. */
    private static String within(Backward node, int input, long tokens) {
        Emitter e = node.emit;
        float[] counted = new float[Math.toIntExact(Broadcasting.fixed(tokens)[0])];
        for (int i = 0; i < counted.length; i++) {
            counted[i] = i;
        }
        String places = e.floats(new long[] {counted.length}, counted);
        String limits = node.in(input);
        String items = new Scattering(node).size(node.inName(0), 0);
        String twice = e.add(items, items);
        String ends = e.op("Slice", limits, e.longs(0), items);
        String second = e.op("Slice", e.concat(0, limits, ends), items, twice);
        String starts = e.mul(second, e.toFloat(e.op("Equal", e.op("Shape", limits), twice)));
        return e.op(
                "And",
                e.op("Less", places, e.unsqueeze(ends, 1)),
                e.op("Not", e.op("Less", places, e.unsqueeze(starts, 1))));
    }

    private static Optional<String> bias(Backward node, int input) {
        return node.node().input(input).map(name -> node.in(input));
    }

    private static Optional<String> future(Backward node, long tokens) {
        return node.integer("unidirectional", 0) == 0 ? Optional.empty() : Optional.of(causal(node, tokens, -1));
    }

    private static String causal(Backward node, long tokens, long window) {
        String seen = node.shapes.selection(
                tokens, tokens, (row, column) -> column <= row && (window < 0 || row - column < window));
        return node.emit.where(node.emit.positive(seen), node.emit.scalar(0), node.emit.scalar(NEVER));
    }

    @SafeVarargs
    private static Optional<String> sum(Backward node, Optional<String>... masks) {
        Optional<String> total = Optional.empty();
        for (Optional<String> mask : masks) {
            String before = total.orElse("");
            total = mask.isEmpty() ? total : total.isEmpty() ? mask : mask.map(m -> node.emit.add(before, m));
        }
        return total;
    }
}
