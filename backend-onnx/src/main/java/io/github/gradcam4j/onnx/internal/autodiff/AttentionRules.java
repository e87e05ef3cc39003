package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Differentiates the attention operator. The weights behind its softmax are asked of the operator itself, masks and all. */
final class AttentionRules {
    private static final long PRODUCTS = 0;
    private static final long WEIGHTS = 3;

    private AttentionRules() {}

    static @Nullable GradientRule of(String operator) {
        return operator.equals("Attention") ? AttentionRules::attention : null;
    }

    private static void attention(Backward node) {
        Emitter e = node.emit;
        boolean packed = node.inShape(0).length == 3;
        long heads = packed ? node.integer("q_num_heads", 1) : node.inShape(0)[1];
        long shared = packed ? node.integer("kv_num_heads", 1) : node.inShape(1)[1];
        if (node.inputs() > 3 && node.wants(3)) {
            throw node.refuse("has a mask that depends on the layer");
        }
        Heads all = new Heads(node, heads, shared);
        String query = packed ? all.apart(node.in(0), heads) : node.in(0);
        String key = packed ? all.apart(node.in(1), shared) : node.in(1);
        String value = packed ? all.apart(node.in(2), shared) : node.in(2);
        @Nullable String past = null;
        if (node.node().input(4).isPresent()) {
            past = new Scattering(node).size(node.inName(4), 2);
            key = e.concat(2, node.in(4), key);
            value = e.concat(2, node.in(5), value);
        }
        long[] shape = node.inShape(0);
        long width = packed ? shape[2] / heads : shape[3];
        double scale = node.real("scale", 0);
        scale = scale == 0 ? 1 / Math.sqrt((double) width) : scale;
        String gradient = packed ? all.gradientApart(node.gradient(), heads) : node.gradient();
        Heads.Gradients found = all.differentiate(query, key, value, inner(node, WEIGHTS), bend(node), scale, gradient);
        all.give(0, found.query());
        all.give(1, past == null ? found.key() : behind(node, found.key(), past));
        all.give(2, past == null ? found.value() : behind(node, found.value(), past));
        for (int i = 4; i <= 5 && past != null; i++) {
            if (node.wants(i)) {
                String whole = i == 4 ? found.key() : found.value();
                node.give(i, e.op("Slice", whole, e.longs(0), past, e.longs(3)));
            }
        }
    }

    private static String behind(Backward node, String gradient, String past) {
        return node.emit.op("Slice", gradient, past, node.emit.longs(Long.MAX_VALUE), node.emit.longs(3));
    }

    /** Returns what the operator computes on the way: products before anything else, or weights behind the softmax. */
    private static String inner(Backward node, long mode) {
        Map<String, AttributeValue> attributes = new HashMap<>(node.node().attributes());
        attributes.put("qk_matmul_output_mode", new AttributeValue.Int(mode));
        String[] inputs = node.node().inputs().toArray(String[]::new);
        // With a past, the runtime insists on the outputs that join it with the present.
        String result = node.node().input(4).isPresent()
                ? node.emit.op("Attention", 4, attributes, inputs).get(3)
                : node.emit.lastOf("Attention", 4, attributes, inputs);
        return node.inName(0).equals(node.in(0)) ? result : node.emit.toFloat(result);
    }

    /** The soft cap {@code c tanh(x / c)} is applied to the products before masks are added. */
    private static Optional<String> bend(Backward node) {
        double cap = node.real("softcap", 0);
        if (cap == 0) {
            return Optional.empty();
        }
        String tanh = node.emit.op("Tanh", node.emit.mul(inner(node, PRODUCTS), 1 / cap));
        return Optional.of(node.emit.complement(node.emit.mul(tanh, tanh)));
    }
}
