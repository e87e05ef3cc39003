package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Is a tail that averages a layer over its positions and weights the means linearly into scores. The maps of all classes are
 * then one product of matrices: the weights and the layer.
 *
 * @param layer the layer
 * @param rank its number of axes
 * @param channel its axis of channels; the first counts items, and all others are positions
 * @param positions how many positions there are
 * @param weights the matrix
 * @param byClass whether the matrix has a row, and not a column, for each class
 */
public record PooledHead(String layer, int rank, int channel, long positions, String weights, boolean byClass) {
    /**
     * Recognises such a tail.
     *
     * @param tail the tail between one layer and the scores
     * @param values what a probe run measured
     * @param layer the layer
     * @return the head; empty if the tail is anything else, or computes in another precision than float32
     */
    public static Optional<PooledHead> find(Tail tail, ValueTable values, String layer) {
        Emitter nothing = new Emitter("", tail.graph().opset());
        Pullback pullback = new Pullback(tail, values, List.of(layer), nothing, () -> "", Extent.ANY);
        if (tail.nodes().isEmpty() || pullback.type(layer) != DataType.FLOAT) {
            return Optional.empty();
        }
        Optional<PooledHead> found = Optional.empty();
        String value = layer;
        for (NodeProto node : tail.nodes()) {
            if (!node.domain().isEmpty() || pullback.type(node.outputs().get(0)) != DataType.FLOAT) {
                return Optional.empty();
            }
            if (value.equals(layer)) {
                found = pooling(new Backward(node, pullback), layer);
            } else if (found.filter(head -> head.weights.isEmpty()).isPresent()
                    && node.inputs().get(0).equals(value)
                    && ClassHead.isLinear(node, pullback)) {
                found = found.map(head -> head.weightedBy(new Backward(node, pullback)));
            } else if (!ClassHead.passesUnchanged(node, pullback).equals(Optional.of(value))) {
                return Optional.empty();
            }
            value = node.outputs().get(0);
        }
        return found.filter(head -> !head.weights.isEmpty());
    }

    private static Optional<PooledHead> pooling(Backward node, String layer) {
        long[] shape = node.shapes.of(layer);
        long[] axes = switch (node.node().opType()) {
            case "GlobalAveragePool" -> LongStream.range(2, shape.length).toArray();
            case "ReduceMean" ->
                node.integers("axes")
                        .orElseGet(() -> node.inputs() > 1 && node.isKnown(1) ? node.knownIntegers(1) : new long[0]);
            default -> new long[0];
        };
        Set<Integer> pooled = new HashSet<>();
        LongStream.of(axes).forEach(axis -> pooled.add(Backward.axis(axis, shape.length)));
        int[] left = IntStream.range(1, shape.length)
                .filter(axis -> !pooled.contains(axis))
                .toArray();
        long[] positions = pooled.stream().mapToLong(axis -> shape[axis]).toArray();
        boolean isMean = left.length == 1 && !pooled.isEmpty() && !pooled.contains(0) && !Broadcasting.free(positions);
        return isMean
                ? Optional.of(new PooledHead(layer, shape.length, left[0], Broadcasting.product(positions), "", false))
                : Optional.empty();
    }

    private PooledHead weightedBy(Backward linear) {
        boolean rows = linear.integer("transB", 0) == 1;
        return new PooledHead(layer, rank, channel, positions, linear.inName(1), rows);
    }

    /**
     * Builds the product.
     *
     * @param graph the model
     * @return what to append to the model, with one output: FLOAT {@code [N, classes, positions]}
     */
    public ModelPatch patch(GraphIndex graph) {
        String prefix = Differentiator.unusedPrefix(graph);
        String maps = prefix + "maps";
        Emitter emit = new Emitter(prefix, graph.opset());
        emit.alias(emit.mul(byClass ? rowsByLayer(emit) : layerByColumns(emit), 1.0 / positions), maps);
        List<NodeProto> nodes = emit.nodesFor(List.of(maps));
        return new ModelPatch(nodes, emit.constantsFor(nodes), List.of(), List.of(ValueInfoProto.untyped(maps)));
    }

    private String rowsByLayer(Emitter emit) {
        String byChannel = emit.reshape(emit.transpose(layer, withChannelAt(1)), 0, 0, -1);
        return emit.matmul(weights, byChannel);
    }

    private String layerByColumns(Emitter emit) {
        String byPosition = emit.reshape(emit.transpose(layer, withChannelAt(rank - 1)), 0, positions, -1);
        return emit.transpose(emit.matmul(byPosition, weights), 0, 2, 1);
    }

    private long[] withChannelAt(int place) {
        long[] axes = new long[rank];
        long next = 0;
        for (int i = 0; i < rank; i++) {
            if (i != place) {
                next += next == channel ? 1 : 0;
                axes[i] = next++;
            } else {
                axes[i] = channel;
            }
        }
        return axes;
    }
}
