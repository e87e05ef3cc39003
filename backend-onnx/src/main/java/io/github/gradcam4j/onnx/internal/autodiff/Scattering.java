package io.github.gradcam4j.onnx.internal.autodiff;

/**
 * Adds gradients into the places that indices name, which may be known to the run alone and may repeat. Operator sets that
 * cannot add while they scatter multiply by one-hot rows.
 */
final class Scattering {
    /** Operator set that taught ScatterElements to add. */
    private static final long SCATTER_ADDS = 16;

    private final Emitter emit;
    private final Broadcasting shapes;

    Scattering(Backward node) {
        this.emit = node.emit;
        this.shapes = node.shapes;
    }

    /** Returns the size of an axis as a vector of one integer. */
    String size(String value, int axis) {
        return shapes.sizes(value, axis, axis + 1);
    }

    /**
     * Undoes {@code y = x[..., picked, ...]} along one axis.
     *
     * @param gradient gradient of y
     * @param axis axis of the gradient, K included
     * @param picked indices, a vector, negative ones counting from the end
     * @param size size of that axis in x, a vector of one integer
     * @return gradient in which that axis has {@code size} entries
     */
    String unpick(String gradient, int axis, String picked, String size) {
        String before = shapes.sizes(gradient, 0, axis);
        String after = shapes.sizes(gradient, axis + 1, Long.MAX_VALUE);
        String target = emit.concat(0, before, size, after);
        if (emit.opset() >= SCATTER_ADDS) {
            String places = emit.op("Reshape", picked, emit.concat(0, emit.longs(-1), ones(after)));
            return emit.op(
                    "ScatterElements",
                    Emitter.attributes("axis", axis, "reduction", "add"),
                    emit.op("ConstantOfShape", target),
                    emit.op("Expand", places, emit.op("Shape", gradient)),
                    gradient);
        }
        String columns = emit.op("Reshape", gradient, emit.concat(0, before, size(gradient, axis), emit.longs(-1)));
        String product = emit.matmul(emit.transpose(oneHot(picked, size), 1, 0), columns);
        return emit.op("Reshape", product, target);
    }

    /**
     * Undoes {@code y = GatherElements(x, indices)}.
     *
     * @param gradient gradient of y
     * @param value name of x
     * @param indices indices, of the shape of y
     * @param rank rank of x
     * @param axis axis of x
     * @return gradient of x
     */
    String unpickElements(String gradient, String value, String indices, int rank, int axis) {
        if (emit.opset() >= SCATTER_ADDS) {
            String zeros = emit.op("ConstantOfShape", emit.concat(0, shapes.targetCount(), emit.op("Shape", value)));
            String places = emit.op("Expand", indices, emit.op("Shape", gradient));
            return emit.op(
                    "ScatterElements",
                    Emitter.attributes("axis", axis + 1, "reduction", "add"),
                    zeros,
                    places,
                    gradient);
        }
        long[] last = new long[rank];
        long[] lastOfGradient = new long[rank + 1];
        long[] back = new long[rank + 1];
        for (int i = 0, free = 0; i < rank; i++) {
            int place = i == axis ? rank - 1 : free++;
            last[place] = i;
            lastOfGradient[place + 1] = i + 1L;
            back[i + 1] = place + 1L;
        }
        String hot = oneHot(emit.transpose(indices, last), size(value, axis));
        String row = emit.unsqueeze(emit.transpose(gradient, lastOfGradient), rank);
        return emit.transpose(emit.sum(emit.matmul(row, hot), false, rank), back);
    }

    /**
     * Undoes {@code y[k, b, p, r] = x[k, b, picked[b, p], r]}.
     *
     * @param gradient gradient of y, of rank 4
     * @param picked indices {@code [b, p]}, none negative
     * @param size size of that axis of x, a vector of one integer
     * @return gradient of x, of rank 4
     */
    String unpickRows(String gradient, String picked, String size) {
        if (emit.opset() >= SCATTER_ADDS) {
            String target = emit.concat(0, shapes.sizes(gradient, 0, 2), size, shapes.sizes(gradient, 3, 4));
            return emit.op(
                    "ScatterElements",
                    Emitter.attributes("axis", 2, "reduction", "add"),
                    emit.op("ConstantOfShape", target),
                    emit.op("Expand", emit.unsqueeze(picked, 2), emit.op("Shape", gradient)),
                    gradient);
        }
        return emit.matmul(emit.transpose(oneHot(picked, size), 0, 2, 1), gradient);
    }

    private String ones(String vector) {
        return emit.op("Expand", emit.longs(1), emit.op("Shape", vector));
    }

    private String oneHot(String indices, String size) {
        return emit.op("OneHot", Emitter.attributes("axis", -1), indices, size, emit.floats(new long[] {2}, 0, 1));
    }
}
