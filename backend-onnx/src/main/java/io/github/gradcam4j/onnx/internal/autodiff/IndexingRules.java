package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Differentiates operators that read or write single places, which may be known to the run alone. */
final class IndexingRules {
    private IndexingRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "GatherElements" -> node -> elements(node, node.gradient(), indices(node, 1));
            case "TopK" -> IndexingRules::topK;
            case "GatherND" -> IndexingRules::gatherND;
            case "ScatterElements" -> IndexingRules::scatterElements;
            case "ScatterND" -> IndexingRules::scatterND;
            default -> null;
        };
    }

    /** Returns indices as 64-bit integers, which every operator takes. */
    private static String indices(Backward node, int input) {
        return node.emit.op("Cast", Emitter.attributes("to", 7), node.inName(input));
    }

    private static void elements(Backward node, String gradient, String indices) {
        long[] x = node.inShape(0);
        int axis = Backward.axis(node.integer("axis", node.node().opType().equals("TopK") ? -1 : 0), x.length);
        long[] y = node.outShape(0);
        y[axis] = x[axis];
        if (node.emit.opset() < 16 && !Arrays.equals(x, y)) {
            throw node.refuse("picks from a part of its input only, in an operator set before 16");
        }
        node.give(0, new Scattering(node).unpickElements(gradient, node.inName(0), indices, x.length, axis));
    }

    /** The indices are asked of a second operator, so that the first one stays as it is. */
    private static void topK(Backward node) {
        String places = node.emit
                .op("TopK", 2, node.node().attributes(), node.in(0), node.inName(1))
                .get(1);
        elements(node, node.gradient(), places);
    }

    /** Counts through the indexed axes as if they were one, and undoes the picking of rows from that one. */
    private static void gatherND(Backward node) {
        Emitter e = node.emit;
        long[] x = node.inShape(0);
        long[] at = node.inShape(1);
        int batch = (int) node.integer("batch_dims", 0);
        int depth = Math.toIntExact(at[at.length - 1]);
        long[] strides = new long[depth];
        long stride = 1;
        for (int i = depth - 1; i >= 0; i--) {
            strides[i] = stride;
            stride = i == 0 ? stride : stride * Broadcasting.fixed(x[batch + i])[0];
        }
        String sizes = e.slice(e.op("Shape", node.inName(0)), 0, batch, batch + depth);
        String given = indices(node, 1);
        String counted = e.where(e.op("Less", given, e.index(0)), e.add(given, sizes), given);
        String flat = e.sum(e.mul(counted, e.longs(strides)), false, at.length - 1);
        long[] batches = Arrays.copyOf(x, batch);
        long[] picks = Arrays.copyOfRange(at, batch, at.length - 1);
        long rest = Broadcasting.product(Arrays.copyOfRange(x, batch + depth, x.length));
        long items = Broadcasting.free(batches) ? -1 : Broadcasting.product(batches);
        long count = Broadcasting.free(picks) ? -1 : Broadcasting.product(picks);
        if (items < 0 && count < 0) {
            throw node.refuse("picks from a value with several sizes that follow the batch");
        }
        String rows = new Scattering(node)
                .unpickRows(
                        e.reshape(node.gradient(), 0, items, count, rest),
                        e.reshape(flat, items, count),
                        e.op("ReduceProd", Emitter.attributes("keepdims", 1), sizes));
        node.give(0, node.shapes.like(rows, node.inName(0)));
    }

    private static boolean adds(Backward node) {
        String reduction = node.text("reduction", "none");
        if (!reduction.equals("none") && !reduction.equals("add")) {
            throw node.refuse("combines what it writes with what was there ('" + reduction + "')");
        }
        return reduction.equals("add");
    }

    private static void scatterElements(Backward node) {
        Emitter e = node.emit;
        boolean adds = adds(node);
        int axis = Backward.axis(node.integer("axis", 0), node.inShape(0).length) + 1;
        String shape = e.concat(0, node.shapes.targetCount(), e.op("Shape", node.inName(1)));
        String places = e.op("Expand", indices(node, 1), shape);
        if (node.wants(0)) {
            node.give(
                    0,
                    adds
                            ? node.gradient()
                            : e.op(
                                    "ScatterElements",
                                    Emitter.attributes("axis", axis),
                                    node.gradient(),
                                    places,
                                    e.op("ConstantOfShape", shape)));
        }
        if (node.wants(2)) {
            node.give(2, e.op("GatherElements", Emitter.attributes("axis", axis), node.gradient(), places));
        }
    }

    /** Works on gradients whose target axis is the last one, so that the same indices serve all targets. */
    private static void scatterND(Backward node) {
        Emitter e = node.emit;
        boolean adds = adds(node);
        String turned = e.transpose(node.gradient(), turnLast(node.inShape(0).length + 1));
        String places = indices(node, 1);
        if (node.wants(0)) {
            String zeros =
                    e.op("ConstantOfShape", e.concat(0, e.op("Shape", node.inName(2)), node.shapes.targetCount()));
            node.give(
                    0,
                    adds
                            ? node.gradient()
                            : e.transpose(
                                    e.op("ScatterND", turned, places, zeros), turnFirst(node.inShape(0).length + 1)));
        }
        if (node.wants(2)) {
            node.give(2, e.transpose(e.op("GatherND", turned, places), turnFirst(node.inShape(2).length + 1)));
        }
    }

    private static long[] turnLast(int rank) {
        long[] perm = new long[rank];
        Arrays.setAll(perm, i -> (i + 1) % rank);
        return perm;
    }

    private static long[] turnFirst(int rank) {
        long[] perm = new long[rank];
        Arrays.setAll(perm, i -> (i + rank - 1) % rank);
        return perm;
    }
}
