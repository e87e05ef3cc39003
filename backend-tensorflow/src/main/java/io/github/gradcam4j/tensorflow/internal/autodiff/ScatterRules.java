package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;

/** Operators that put elements where numbers say. Where several are put in one place, the one that stays gets the cotangent. */
final class ScatterRules {
    private ScatterRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        rules.put(
                "ScatterNd",
                (node, pullback, emit) -> pullback.give(1, emit.of("GatherNd", pullback.cotangent(), node.input(0))));
        rules.put("ScatterNdNonAliasingAdd", (node, pullback, emit) -> added(node, false, pullback, emit));
        rules.put("TensorScatterAdd", (node, pullback, emit) -> added(node, false, pullback, emit));
        rules.put("TensorScatterSub", (node, pullback, emit) -> added(node, true, pullback, emit));
        rules.put("TensorScatterUpdate", ScatterRules::update);
        rules.put("TensorScatterMax", ScatterRules::extreme);
        rules.put("TensorScatterMin", ScatterRules::extreme);
        rules.put("DynamicPartition", ScatterRules::partition);
        rules.put("DynamicStitch", ScatterRules::stitch);
        rules.put("ParallelDynamicStitch", ScatterRules::stitch);
    }

    private static void added(Node node, boolean negative, Pullback pullback, Emitter emit) {
        Value g = pullback.cotangent();
        pullback.give(0, g);
        if (pullback.wants(2)) {
            Value taken = emit.of("GatherNd", g, node.input(1));
            pullback.give(2, negative ? emit.negate(taken) : taken);
        }
    }

    private static void update(Node node, Pullback pullback, Emitter emit) {
        Value g = pullback.cotangent();
        Value indices = node.input(1);
        Value updates = node.input(2);
        if (pullback.wants(0)) {
            pullback.give(0, emit.of("TensorScatterUpdate", g, indices, emit.zerosLike(updates)));
        }
        if (pullback.wants(2)) {
            Dimensions sizes = new Dimensions(emit);
            Value shape = emit.shape(indices);
            Value rows = sizes.part(shape, 0, -1);
            Value depth = emit.reshape(sizes.at(shape, -1), sizes.vector(1));
            Value numbers = emit.reshape(sizes.range(sizes.product(rows)), rows);
            Value places = emit.of("Slice", emit.shape(node.input(0)), sizes.vector(0), depth);
            Value last = emit.of("TensorScatterUpdate", emit.of("Fill", places, emit.whole(-1)), indices, numbers);
            Value stays = emit.of("Equal", emit.of("GatherNd", last, indices), numbers);
            pullback.give(2, where(stays, emit.of("GatherNd", g, indices), sizes, emit));
        }
    }

    /** Returns rows where a condition holds for them, and zeros elsewhere. */
    static Value where(Value condition, Value rows, Dimensions sizes, Emitter emit) {
        Value missing = emit.subtract(sizes.rank(rows), sizes.rank(condition));
        Value shape = sizes.joined(emit.shape(condition), sizes.repeated(1, missing));
        return emit.of("SelectV2", emit.reshape(condition, shape), rows, emit.real(0, rows.type()));
    }

    /** Equal extremes share the cotangent. */
    private static void extreme(Node node, Pullback pullback, Emitter emit) {
        Value x = node.input(0);
        Value indices = node.input(1);
        Value updates = node.input(2);
        Value y = node.output();
        Value kept = emit.cast(emit.of("Equal", x, y), x.type());
        Value put = emit.cast(emit.of("Equal", updates, emit.of("GatherNd", y, indices)), x.type());
        Value count = emit.of("TensorScatterAdd", kept, indices, put);
        Value share = emit.divide(pullback.cotangent(), count);
        pullback.give(0, emit.multiply(share, kept));
        pullback.give(2, emit.multiply(emit.of("GatherNd", share, indices), put));
    }

    private static void partition(Node node, Pullback pullback, Emitter emit) {
        Dimensions sizes = new Dimensions(emit);
        Value partitions = node.input(1);
        Value shape = emit.shape(partitions);
        Value numbers = emit.reshape(sizes.range(sizes.product(shape)), shape);
        Node places = emit.node(
                node.operator(),
                List.of(numbers, partitions),
                Map.of("num_partitions", node.attribute("num_partitions").orElseThrow()),
                Map.of());
        List<Value> inputs = new ArrayList<>();
        for (int i = 0; i < node.types().size(); i++) {
            inputs.add(places.output(i));
        }
        for (int i = 0; i < node.types().size(); i++) {
            inputs.add(pullback.cotangent(node, i, emit));
        }
        Map<String, org.tensorflow.proto.AttrValue> count =
                Map.of("N", Attributes.of((long) node.types().size()));
        Value stitched = emit.value("DynamicStitch", inputs, count);
        pullback.give(0, emit.reshape(stitched, emit.shape(node.input(0))));
    }

    private static void stitch(Node node, Pullback pullback, Emitter emit) {
        Dimensions sizes = new Dimensions(emit);
        int count = node.inputs().size() / 2;
        List<Value> numbered = new ArrayList<>(node.inputs().subList(0, count));
        Value next = emit.whole(0);
        List<Value> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Value shape = emit.shape(node.input(i));
            Value own = emit.reshape(sizes.range(sizes.product(shape)), shape);
            numbers.add(emit.add(own, next));
            next = emit.add(next, sizes.product(shape));
        }
        numbered.addAll(numbers);
        Value last = emit.value(
                node.operator(),
                numbered,
                Map.of("N", Attributes.of((long) count), "T", Attributes.of(DataType.DT_INT32)));
        for (int i = 0; i < count; i++) {
            if (pullback.wants(count + i)) {
                Value indices = node.input(i);
                Value stays = emit.of("Equal", emit.of("GatherV2", last, indices, emit.whole(0)), numbers.get(i));
                Value rows = emit.of("GatherV2", pullback.cotangent(), indices, emit.whole(0));
                pullback.give(count + i, where(stays, rows, sizes, emit));
            }
        }
    }
}
