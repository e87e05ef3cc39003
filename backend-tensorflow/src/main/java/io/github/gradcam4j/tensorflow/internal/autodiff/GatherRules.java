package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Operators that take elements by their numbers. */
final class GatherRules {
    private final Value params;
    private final Value indices;
    private final Emitter emit;
    private final Dimensions sizes;

    private GatherRules(Node node, Emitter emit) {
        this.params = node.input(0);
        this.indices = emit.cast(node.input(1), DataType.DT_INT32);
        this.emit = emit;
        this.sizes = new Dimensions(emit);
    }

    static void addTo(Map<String, GradientRule> rules) {
        rules.put(
                "Gather",
                (node, pullback, emit) ->
                        pullback.give(0, new GatherRules(node, emit).gathered(pullback.cotangent(), emit.whole(0), 0)));
        rules.put("GatherV2", (node, pullback, emit) -> {
            long batch = node.attribute("batch_dims").map(AttrValue::getI).orElse(0L);
            pullback.give(
                    0,
                    new GatherRules(node, emit).gathered(pullback.cotangent(), node.input(2), Math.toIntExact(batch)));
        });
        rules.put("GatherNd", GatherRules::byCoordinates);
        rules.put("TopKV2", GatherRules::top);
    }

    /** Sums what was gathered from each place. Sizes are those of the batch, outside the axis, along it, and inside. */
    private Value gathered(Value cotangent, Value givenAxis, int givenBatch) {
        Value shape = emit.shape(params);
        Value places = emit.shape(indices);
        Value zero = emit.whole(0);
        Value rank = sizes.rank(params);
        Value wide = emit.cast(givenAxis, DataType.DT_INT32);
        Value axis = emit.of("SelectV2", emit.of("Less", wide, zero), emit.add(wide, rank), wide);
        Value batch = givenBatch < 0 ? emit.add(sizes.rank(indices), emit.whole(givenBatch)) : emit.whole(givenBatch);
        Value batches = product(shape, zero, batch);
        Value outside = product(shape, batch, axis);
        Value along = emit.of("GatherV2", shape, axis, zero);
        Value inside = product(shape, emit.add(axis, emit.whole(1)), rank);
        Value chosen = product(places, batch, sizes.rank(indices));

        Value apart = emit.reshape(cotangent, sizes.vector(batches, outside, chosen, inside));
        Value rows = emit.reshape(
                emit.of("Transpose", apart, sizes.vector(0, 2, 1, 3)),
                sizes.vector(emit.multiply(batches, chosen), emit.multiply(outside, inside)));
        Value starts = emit.multiply(emit.of("ExpandDims", sizes.range(batches), emit.whole(1)), along);
        Value numbers = emit.add(emit.reshape(indices, sizes.vector(batches, chosen)), starts);
        Value sums = emit.of(
                "UnsortedSegmentSum", rows, emit.reshape(numbers, sizes.vector(-1)), emit.multiply(batches, along));
        Value back = emit.of(
                "Transpose",
                emit.reshape(sums, sizes.vector(batches, along, outside, inside)),
                sizes.vector(0, 2, 1, 3));
        return emit.reshape(back, shape);
    }

    private Value product(Value shape, Value from, Value to) {
        Value part = emit.of(
                "Slice",
                shape,
                emit.reshape(from, sizes.vector(1)),
                emit.reshape(emit.subtract(to, from), sizes.vector(1)));
        return sizes.product(part);
    }

    /** The last axis of the numbers has coordinates. */
    private static void byCoordinates(Node node, Pullback pullback, Emitter emit) {
        Dimensions sizes = new Dimensions(emit);
        Value shape = emit.shape(node.input(0));
        Value places = emit.shape(node.input(1));
        Value depth = emit.reshape(sizes.at(places, -1), sizes.vector(1));
        Value count = emit.reshape(sizes.product(sizes.part(places, 0, -1)), sizes.vector(1));
        Value inside = emit.of("Slice", shape, depth, sizes.vector(-1));
        Value rows = emit.reshape(pullback.cotangent(), sizes.joined(count, inside));
        Value coordinates = emit.reshape(node.input(1), sizes.joined(count, depth));
        pullback.give(0, emit.of("ScatterNd", coordinates, rows, emit.cast(shape, coordinates.type())));
    }

    private static void top(Node node, Pullback pullback, Emitter emit) {
        pullback.requireNot(node, 1);
        Dimensions sizes = new Dimensions(emit);
        Value shape = emit.shape(node.input(0));
        Value indices = emit.cast(node.output(1), DataType.DT_INT32);
        Value size = sizes.at(shape, -1);
        Value count = sizes.at(emit.shape(indices), -1);
        Value rows = emit.reshape(indices, sizes.vector(emit.whole(-1), emit.of("Maximum", count, emit.whole(1))));
        Value starts = emit.multiply(sizes.range(sizes.at(emit.shape(rows), 0)), size);
        Value places = emit.reshape(emit.add(rows, emit.of("ExpandDims", starts, emit.whole(1))), sizes.vector(-1, 1));
        Value flat = emit.reshape(pullback.cotangent(), sizes.vector(-1));
        Value whole = emit.reshape(emit.of("Size", node.input(0)), sizes.vector(1));
        pullback.give(0, emit.reshape(emit.of("ScatterNd", places, flat, whole), shape));
    }
}
