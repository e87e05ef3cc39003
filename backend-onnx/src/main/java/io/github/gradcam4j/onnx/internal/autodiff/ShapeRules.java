package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Differentiates operators that move, copy or relabel numbers without choosing among them. */
final class ShapeRules {
    private ShapeRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "Reshape", "Flatten", "Squeeze", "Unsqueeze" ->
                node -> node.give(0, node.shapes.like(node.gradient(), node.inName(0)));
            case "Identity", "Cast" -> node -> node.give(0, node.gradient());
            case "CastLike" ->
                node -> {
                    node.give(0, node.gradient());
                    node.giveNothing(1);
                };
            case "Dropout" -> ShapeRules::dropout;
            case "Transpose" -> ShapeRules::transpose;
            case "Expand" ->
                node -> node.give(0, node.shapes.unbroadcast(node.gradient(), node.outShape(0), node.inName(0)));
            case "Tile" -> ShapeRules::tile;
            case "DepthToSpace" -> ShapeRules::depthToSpace;
            case "SpaceToDepth" -> ShapeRules::spaceToDepth;
            default -> null;
        };
    }

    private static void dropout(Backward node) {
        boolean off = node.node()
                .input(2)
                .map(name -> node.graph()
                        .constant(name)
                        .map(TensorProto::content)
                        .filter(flag -> flag.remaining() == 1 && flag.get() == 0)
                        .isPresent())
                .orElse(true);
        if (!off) {
            throw node.refuse("may be in training mode");
        }
        node.give(0, node.gradient());
    }

    private static void transpose(Backward node) {
        int rank = node.inShape(0).length;
        long[] reversed = new long[rank];
        Arrays.setAll(reversed, i -> rank - 1 - i);
        long[] perm = node.integers("perm", reversed);
        long[] inverse = new long[rank + 1];
        for (int i = 0; i < rank; i++) {
            inverse[(int) perm[i] + 1] = i + 1L;
        }
        node.give(0, node.emit.transpose(node.gradient(), inverse));
    }

    private static void tile(Backward node) {
        long[] shape = node.inShape(0);
        long[] repeats = node.knownIntegers(1);
        List<Long> split = new ArrayList<>(List.of(0L));
        List<Long> copies = new ArrayList<>();
        for (int i = 0; i < shape.length; i++) {
            if (repeats[i] != 1) {
                copies.add((long) split.size());
                split.add(repeats[i]);
            }
            split.add(shape[i]);
        }
        if (split.stream().filter(size -> size == ValueTable.FREE).count() > 1) {
            throw node.refuse("repeats a value with several sizes that follow the batch");
        }
        String gradient = node.emit.reshape(node.gradient(), array(split));
        node.give(0, node.emit.sum(gradient, false, array(copies)));
    }

    private static long[] array(List<Long> list) {
        return list.stream().mapToLong(Long::longValue).toArray();
    }

    /** Depth-to-space splits the channels into blocks; this puts them back in the order of the operator's mode. */
    private static void depthToSpace(Backward node) {
        long[] shape = node.inShape(0);
        long block = node.integer("blocksize", 1);
        long channels = shape[1] / (block * block);
        String blocks = node.shapes.fold(
                node.emit.reshape(node.gradient(), 0, -1, node.outShape(0)[2], node.outShape(0)[3]),
                channels,
                shape[2],
                block,
                shape[3],
                block);
        String turned = node.text("mode", "DCR").equals("CRD")
                ? node.emit.transpose(blocks, 0, 1, 3, 5, 2, 4)
                : node.emit.transpose(blocks, 0, 3, 5, 1, 2, 4);
        node.give(0, node.shapes.unfold(turned, node.inName(0)));
    }

    private static void spaceToDepth(Backward node) {
        long[] shape = node.outShape(0);
        String folded = node.shapes.fold(node.gradient(), shape[1], shape[2], shape[3]);
        String spread = node.emit.op(
                "DepthToSpace", Emitter.attributes("blocksize", node.integer("blocksize", 1), "mode", "DCR"), folded);
        node.give(0, node.shapes.unfold(spread, node.inName(0)));
    }
}
