package io.github.gradcam4j.onnx.internal.autodiff;

import org.jspecify.annotations.Nullable;

/** Differentiates rotary position embeddings: what was turned by an angle is turned back. */
final class RotaryRules {
    private RotaryRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "RotaryEmbedding" -> node -> rotary(node, 1, 2, 3);
            case "com.microsoft.RotaryEmbedding" -> RotaryRules::contrib;
            default -> null;
        };
    }

    private static void contrib(Backward node) {
        if (node.inShape(1).length != 2) {
            throw node.refuse("has positions of rank " + node.inShape(1).length + ", not one for each token");
        }
        if (node.real("scale", 1) != 1 || node.integer("is_packed_batching", 0) != 0) {
            throw node.refuse("scales its result or packs its batch");
        }
        rotary(node, 2, 3, 1);
    }

    private static void rotary(Backward node, int cosines, int sines, int positions) {
        Emitter e = node.emit;
        long[] shape = node.inShape(0);
        boolean packed = shape.length == 3;
        long heads = packed ? node.integer("num_heads", 0) : shape[1];
        if (heads == 0) {
            throw node.refuse("does not say how many heads its input has");
        }
        long width = packed ? shape[2] / heads : shape[3];
        long turned = node.integer("rotary_embedding_dim", 0);
        turned = turned == 0 ? width : turned;
        String gradient =
                packed ? new Heads(node, heads, heads).gradientApart(node.gradient(), heads) : node.gradient();
        String cos = angles(node, cosines, positions);
        String sin = angles(node, sines, positions);
        boolean interleaved = node.integer("interleaved", 0) != 0;
        String result = turn(e, e.slice(gradient, 4, 0, turned), turned / 2, cos, sin, interleaved);
        if (turned < width) {
            result = e.concat(4, result, e.slice(gradient, 4, turned, width));
        }
        new Heads(node, heads, heads).give(0, result);
    }

    /** Returns {@code [B, 1, S, half]}. */
    private static String angles(Backward node, int cache, int positions) {
        String table = node.in(cache);
        if (node.node().input(positions).isPresent()) {
            table = node.emit.gather(table, node.inName(positions), 0);
        }
        return node.emit.unsqueeze(table, 1);
    }

    /**
     * Turns heads as attention of the runtime does it, by the positions given or else from 0 on.
     *
     * @param heads {@code [B, heads, S, D]}, or a gradient of that with K before it
     * @param back whether these are gradients, which are turned back
     */
    static String turned(Backward node, String heads, int cosines, int sines, int positions, boolean back) {
        Emitter e = node.emit;
        long half = node.inShape(cosines)[1];
        long width = node.inShape(0)[2] / node.integer("num_heads", 1);
        String cos = table(node, cosines, positions);
        String sin = table(node, sines, positions);
        String rows = back ? heads : e.unsqueeze(heads, 0);
        boolean interleaved = node.integer("rotary_interleaved", 0) != 0;
        String turned = turn(e, e.slice(rows, 4, 0, 2 * half), half, cos, back ? sin : e.op("Neg", sin), interleaved);
        if (2 * half < width) {
            turned = e.concat(4, turned, e.slice(rows, 4, 2 * half, width));
        }
        return back ? turned : e.gather(turned, e.index(0), 0);
    }

    private static String table(Backward node, int cache, int positions) {
        return node.node().input(positions).isPresent()
                ? angles(node, cache, positions)
                : node.emit.unsqueeze(
                        node.emit.slice(node.in(cache), 0, 0, Broadcasting.fixed(node.inShape(0)[1])[0]), 0, 1);
    }

    private static String turn(Emitter e, String gradient, long half, String cos, String sin, boolean interleaved) {
        String pairs =
                interleaved ? e.reshape(gradient, 0, 0, 0, 0, half, 2) : e.reshape(gradient, 0, 0, 0, 0, 2, half);
        int axis = interleaved ? 5 : 4;
        String first = e.gather(pairs, e.index(0), axis);
        String second = e.gather(pairs, e.index(1), axis);
        String real = e.add(e.mul(first, cos), e.mul(second, sin));
        String imaginary = e.sub(e.mul(second, cos), e.mul(first, sin));
        return interleaved
                ? e.reshape(e.concat(5, e.unsqueeze(real, 5), e.unsqueeze(imaginary, 5)), 0, 0, 0, 0, -1)
                : e.concat(4, real, imaginary);
    }
}
