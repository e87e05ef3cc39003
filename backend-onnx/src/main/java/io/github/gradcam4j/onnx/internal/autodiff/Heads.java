package io.github.gradcam4j.onnx.internal.autodiff;

/**
 * Shapes queries, keys and values of attention, and differentiates {@code weights(scale q k') v}. Where several heads of the
 * queries share one of keys and values, they lie on an axis of their own along which the shared one is repeated.
 *
 * @param node the operator under differentiation
 * @param heads heads of the queries
 * @param shared heads of keys and values
 */
record Heads(Backward node, long heads, long shared) {
    private boolean grouped() {
        return heads != shared;
    }

    /** Brings {@code [B, S, heads * D]} to {@code [B, heads, S, D]}. */
    String apart(String value, long count) {
        return node.emit.transpose(node.emit.reshape(value, 0, 0, count, -1), 0, 2, 1, 3);
    }

    /** Brings a gradient of shape {@code [K, B, S, heads * D]} to {@code [K, B, heads, S, D]}. */
    String gradientApart(String gradient, long count) {
        return node.emit.transpose(node.emit.reshape(gradient, 0, 0, 0, count, -1), 0, 1, 3, 2, 4);
    }

    /** Brings {@code [B, heads, S, T]} to {@code [B, shared, heads / shared, S, T]}. */
    String group(String value) {
        return grouped()
                ? node.emit.op("Reshape", value, sizes(value, 0, 1, 2, node.emit.longs(shared, heads / shared)))
                : value;
    }

    private String groupGradient(String gradient) {
        return grouped()
                ? node.emit.op("Reshape", gradient, sizes(gradient, 0, 2, 3, node.emit.longs(shared, heads / shared)))
                : gradient;
    }

    private String ungroupGradient(String gradient) {
        return grouped()
                ? node.emit.op("Reshape", gradient, sizes(gradient, 0, 2, 4, node.emit.longs(heads)))
                : gradient;
    }

    /** Replaces sizes of a value's shape by others. */
    private String sizes(String value, int from, int start, int end, String middle) {
        String shape = node.emit.op("Shape", value);
        return node.emit.concat(
                0, node.emit.slice(shape, 0, from, start), middle, node.emit.slice(shape, 0, end, Long.MAX_VALUE));
    }

    private String one(String shared) {
        return grouped() ? node.emit.unsqueeze(shared, 2) : shared;
    }

    /** Returns the products of queries and keys, {@code [B, heads, S, T]}. */
    String products(String query, String key) {
        int rank = grouped() ? 5 : 4;
        String products = node.emit.matmul(group(query), swapped(one(key), rank));
        return grouped()
                ? node.emit.op("Reshape", products, sizes(products, 0, 1, 3, node.emit.longs(heads)))
                : products;
    }

    /** What attention returns to its inputs, all of shape {@code [K, B, heads, S, D]}. */
    record Gradients(String query, String key, String value) {}

    /**
     * Differentiates.
     *
     * @param query {@code [B, heads, S, D]}
     * @param key {@code [B, shared, T, D]}
     * @param value {@code [B, shared, T, E]}
     * @param weights {@code [B, heads, S, T]}, behind the softmax
     * @param bend derivative of what stands between products and softmax, of the shape of the weights, or empty
     * @param scale what the products are multiplied with
     * @param gradient gradient of the result, {@code [K, B, heads, S, E]}
     */
    Gradients differentiate(
            String query,
            String key,
            String value,
            String weights,
            java.util.Optional<String> bend,
            double scale,
            String gradient) {
        Emitter e = node.emit;
        int rank = grouped() ? 5 : 4;
        String q = group(query);
        String p = group(weights);
        String g = groupGradient(gradient);
        String byWeight = e.matmul(g, swapped(one(value), rank));
        String weighted = e.mul(byWeight, p);
        String products = e.sub(weighted, e.mul(p, e.sum(weighted, true, rank)));
        if (bend.isPresent()) {
            products = e.mul(products, group(bend.get()));
        }
        products = e.mul(products, scale);
        String toQuery = ungroupGradient(e.matmul(products, one(key)));
        String toKey = e.matmul(swapped(products, rank + 1), q);
        String toValue = e.matmul(swapped(p, rank), g);
        return grouped()
                ? new Gradients(toQuery, e.sum(toKey, false, 3), e.sum(toValue, false, 3))
                : new Gradients(toQuery, toKey, toValue);
    }

    private String swapped(String value, int rank) {
        long[] perm = new long[rank];
        java.util.Arrays.setAll(perm, i -> i);
        perm[rank - 2] = rank - 1L;
        perm[rank - 1] = rank - 2L;
        return node.emit.transpose(value, perm);
    }

    /** Gives a gradient of shape {@code [K, B, heads, S, D]} to an input of shape {@code [B, heads, S, D]} or packed. */
    void give(int input, String gradient) {
        if (node.wants(input)) {
            boolean packed = node.inShape(input).length == 3;
            String turned = packed ? node.emit.transpose(gradient, 0, 1, 3, 2, 4) : gradient;
            node.give(input, node.shapes.like(turned, node.inName(input)));
        }
    }
}
