package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.tensorflow.internal.axes.FixedValues;
import io.github.gradcam4j.tensorflow.internal.axes.Readings;
import io.github.gradcam4j.tensorflow.internal.engine.Program;
import io.github.gradcam4j.tensorflow.internal.engine.Tensors;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Literals;
import io.github.gradcam4j.tensorflow.internal.graph.Network;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import io.github.gradcam4j.tensorflow.internal.graph.Order;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.Result;
import org.tensorflow.proto.DataType;

/** Measures the shapes of all values of a network, and reads short lists of sizes, without ever holding more of them. Thread-safe. */
final class Probe implements AutoCloseable {
    private static final int LONGEST = 64;

    private final Network network;
    private final Map<Value, Value> shapes = new LinkedHashMap<>();
    private final Map<Value, Value> numbers = new LinkedHashMap<>();
    private final Program program;

    Probe(Network network, Operators operators, OptionalInt threads) {
        this.network = network;
        Emitter emit = new Emitter(operators, "gradcam4j_shapes");
        List<Node> order = Order.of(network.outputs().values());
        FixedValues fixed = new FixedValues(order);
        for (Node node : order) {
            for (int output = 0; output < node.types().size(); output++) {
                Value value = node.output(output);
                if (isTensor(value.type())) {
                    shapes.put(value, shape(value, emit));
                }
                if (isWhole(value.type())
                        && fixed.contains(value)
                        && Literals.whole(value).isEmpty()) {
                    numbers.put(value, beginning(value, emit));
                }
            }
        }
        List<Value> wanted = new ArrayList<>(shapes.values());
        wanted.addAll(numbers.values());
        program = new Program(
                operators,
                wanted,
                List.copyOf(network.inputs().values()),
                network.weights(),
                network.initialisers(),
                new Program.Options(threads, false));
    }

    /** Returns what is known of a shape for any inputs. */
    Optional<Shape> inferred(Value value) {
        return program.shape(value);
    }

    private static boolean isTensor(DataType type) {
        return type != DataType.DT_VARIANT && type != DataType.DT_RESOURCE;
    }

    private static boolean isWhole(DataType type) {
        return type == DataType.DT_INT32 || type == DataType.DT_INT64;
    }

    private static Value shape(Value value, Emitter emit) {
        return emit.value(
                "Shape",
                List.of(value),
                Map.of("T", Attributes.of(value.type()), "out_type", Attributes.of(DataType.DT_INT64)));
    }

    /** Returns the first numbers of a value, int64. */
    private static Value beginning(Value value, Emitter emit) {
        Value row = emit.reshape(value, emit.whole(List.of(-1)));
        Value first = emit.value(
                "StridedSlice",
                List.of(row, emit.whole(List.of(0)), emit.whole(List.of(LONGEST)), emit.whole(List.of(1))),
                Map.of("T", Attributes.of(value.type()), "Index", Attributes.of(DataType.DT_INT32)));
        return emit.cast(first, DataType.DT_INT64);
    }

    /** Returns what inputs show. */
    Readings run(Map<String, Tensor> inputs) {
        Map<Node, org.tensorflow.Tensor> feeds = new LinkedHashMap<>();
        try {
            network.inputs()
                    .forEach((name, node) ->
                            feeds.put(node, Declared.toRuntime(Objects.requireNonNull(inputs.get(name)), node)));
            List<Value> wanted = new ArrayList<>(shapes.values());
            wanted.addAll(numbers.values());
            try (Result result = program.run(feeds, wanted)) {
                int next = 0;
                Map<Value, Shape> sizes = new HashMap<>();
                for (Value value : shapes.keySet()) {
                    List<Long> dims = list(result.get(next++));
                    sizes.put(
                            value,
                            Shape.of(dims.stream().mapToLong(Long::longValue).toArray()));
                }
                Map<Value, List<Long>> whole = new HashMap<>();
                for (Value value : numbers.keySet()) {
                    List<Long> first = list(result.get(next++));
                    if (Objects.requireNonNull(sizes.get(value)).size() == first.size()) {
                        whole.put(value, first);
                    }
                }
                return new Readings(sizes, whole);
            }
        } finally {
            feeds.values().forEach(org.tensorflow.Tensor::close);
        }
    }

    private static List<Long> list(org.tensorflow.Tensor numbers) {
        ByteBuffer memory = Tensors.memory(numbers);
        List<Long> list = new ArrayList<>();
        while (memory.hasRemaining()) {
            list.add(memory.getLong());
        }
        return list;
    }

    @Override
    public void close() {
        program.close();
    }
}
