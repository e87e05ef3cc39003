package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.tensorflow.internal.engine.Program;
import io.github.gradcam4j.tensorflow.internal.engine.Tensors;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
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

/** Measures the shapes of all values of a network, without ever holding the values themselves. Thread-safe. */
final class Probe implements AutoCloseable {
    private final Network network;
    private final Map<Value, Value> shapes = new LinkedHashMap<>();
    private final Program program;

    Probe(Network network, Operators operators, OptionalInt threads) {
        this.network = network;
        Emitter emit = new Emitter(operators, "gradcam4j_shapes");
        for (Node node : Order.of(network.outputs().values())) {
            for (int output = 0; output < node.types().size(); output++) {
                Value value = node.output(output);
                if (isTensor(value.type())) {
                    shapes.put(
                            value,
                            emit.value(
                                    "Shape",
                                    List.of(value),
                                    Map.of(
                                            "T", Attributes.of(value.type()),
                                            "out_type", Attributes.of(DataType.DT_INT64))));
                }
            }
        }
        program = new Program(
                operators,
                List.copyOf(shapes.values()),
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

    /** Returns the shapes for some inputs. */
    Map<Value, Shape> run(Map<String, Tensor> inputs) {
        Map<Node, org.tensorflow.Tensor> feeds = new LinkedHashMap<>();
        try {
            network.inputs()
                    .forEach((name, node) ->
                            feeds.put(node, Declared.toRuntime(Objects.requireNonNull(inputs.get(name)), node)));
            List<Value> wanted = List.copyOf(shapes.values());
            List<Value> values = List.copyOf(shapes.keySet());
            Map<Value, Shape> found = new HashMap<>();
            try (Result result = program.run(feeds, wanted)) {
                for (int i = 0; i < values.size(); i++) {
                    found.put(values.get(i), shape(result.get(i)));
                }
            }
            return found;
        } finally {
            feeds.values().forEach(org.tensorflow.Tensor::close);
        }
    }

    private static Shape shape(org.tensorflow.Tensor sizes) {
        ByteBuffer memory = Tensors.memory(sizes);
        List<Long> dims = new ArrayList<>();
        while (memory.hasRemaining()) {
            dims.add(memory.getLong());
        }
        return Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public void close() {
        program.close();
    }
}
