package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import java.util.List;
import java.util.Map;

/**
 * Writes a ViT-S/16 (Dosovitskiy et al., arXiv 2010.11929; 384 channels, 6 heads, 12 blocks, means instead of a class token)
 * with random weights.
 */
final class VisionTransformer {
    private static final int WIDTH = 384;
    private static final int HEADS = 6;
    private static final int BLOCKS = 12;
    private static final int TOKENS = 196;

    private final NetworkWriter net = new NetworkWriter(16);

    private VisionTransformer() {}

    static byte[] file() {
        return new VisionTransformer().build();
    }

    private byte[] build() {
        net.longs("heads.shape", 0, TOKENS, HEADS, WIDTH / HEADS);
        net.longs("tokens.shape", 0, TOKENS, WIDTH);
        net.longs("patches.shape", 0, WIDTH, TOKENS);
        net.number("one", 1);
        net.number("half", 0.5);
        net.number("sqrt2", Math.sqrt(2));
        net.number("scale", Math.sqrt(HEADS / (double) WIDTH));
        String weight = net.weight("patches.weight", 1, WIDTH, 3, 16, 16);
        String x = net.node(
                "patches",
                "Conv",
                List.of(NetworkWriter.INPUT, weight),
                Map.of("kernel_shape", NetworkWriter.ints(16, 16), "strides", NetworkWriter.ints(16, 16)));
        x = net.node("patches.flat", "Reshape", List.of(x, "patches.shape"), Map.of());
        x = transposed("patches.tokens", x, 0, 2, 1);
        for (int block = 0; block < BLOCKS; block++) {
            String name = "blocks." + block;
            x = sum(name + ".add1", x, attention(name + ".attention", norm(name + ".norm1", x)));
            x = sum(name + ".add2", x, mlp(name + ".mlp", norm(name + ".norm2", x)));
        }
        x = norm("norm", x);
        x = net.node("mean", "ReduceMean", List.of(x), Map.of("axes", NetworkWriter.ints(1), "keepdims", zero()));
        return net.file(net.linear("logits", x, WIDTH, 1000));
    }

    private String attention(String name, String x) {
        String q = heads(name + ".q", x, 0, 2, 1, 3);
        String k = heads(name + ".k", x, 0, 2, 3, 1);
        String v = heads(name + ".v", x, 0, 2, 1, 3);
        String scores = net.node(name + ".scores", "MatMul", List.of(q, k), Map.of());
        scores = net.node(name + ".scaled", "Mul", List.of(scores, "scale"), Map.of());
        String weights = net.node(name + ".softmax", "Softmax", List.of(scores), Map.of());
        String mixed = net.node(name + ".mixed", "MatMul", List.of(weights, v), Map.of());
        mixed = transposed(name + ".back", mixed, 0, 2, 1, 3);
        mixed = net.node(name + ".joined", "Reshape", List.of(mixed, "tokens.shape"), Map.of());
        return project(name + ".out", mixed, WIDTH, WIDTH, 0.2);
    }

    private String heads(String name, String x, long... perm) {
        String projected = project(name, x, WIDTH, WIDTH, 0.5);
        String split = net.node(name + ".split", "Reshape", List.of(projected, "heads.shape"), Map.of());
        return transposed(name + ".heads", split, perm);
    }

    /** Two layers with the exact GELU between them, in the operators that exporters write. */
    private String mlp(String name, String x) {
        String y = project(name + ".wide", x, WIDTH, 4 * WIDTH, 0.5);
        String erf = net.node(name + ".div", "Div", List.of(y, "sqrt2"), Map.of());
        erf = net.node(name + ".erf", "Erf", List.of(erf), Map.of());
        erf = sum(name + ".plus", erf, "one");
        y = net.node(name + ".times", "Mul", List.of(y, erf), Map.of());
        y = net.node(name + ".gelu", "Mul", List.of(y, "half"), Map.of());
        return project(name + ".narrow", y, 4 * WIDTH, WIDTH, 0.2);
    }

    private String project(String name, String x, int in, int out, double gain) {
        String product = net.node(
                name,
                "MatMul",
                List.of(x, net.weight(name + ".weight", gain * Math.sqrt((double) out / in), in, out)),
                Map.of());
        return sum(name + ".biased", product, net.weight(name + ".bias", 0.1, out));
    }

    private String norm(String name, String x) {
        String scale = net.weight(name + ".scale", 1, WIDTH);
        String bias = net.weight(name + ".bias", 0.1, WIDTH);
        return net.node(name, "LayerNormalization", List.of(x, scale, bias), Map.of());
    }

    private String sum(String name, String a, String b) {
        return net.node(name, "Add", List.of(a, b), Map.of());
    }

    private String transposed(String name, String x, long... perm) {
        return net.node(name, "Transpose", List.of(x), Map.of("perm", NetworkWriter.ints(perm)));
    }

    private static AttributeValue zero() {
        return new AttributeValue.Int(0);
    }
}
