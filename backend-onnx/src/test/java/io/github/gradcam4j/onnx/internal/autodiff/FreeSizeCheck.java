package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.ModelReader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Measures a model at larger heights, widths or lengths as well, so that gradients can be built for any. */
final class FreeSizeCheck {
    private static final int GROWTH = 3;
    private static final int[][] AXES = {{1}, {2}, {3}, {1, 2}, {2, 3}, {2, 3, 4}};

    private final byte[] bytes;
    private final Map<String, Array> inputs;
    private final GraphIndex graph;
    private final Tail tail;
    private final ValueTable own;
    private final UnaryOperator<Map<String, Array>> definition;

    /** Takes a model, and its definition, which computes all values from inputs. */
    FreeSizeCheck(
            byte[] bytes,
            UnaryOperator<Map<String, Array>> definition,
            Map<String, Array> inputs,
            List<String> layers,
            String score) {
        this.definition = definition;
        this.bytes = bytes;
        this.inputs = inputs;
        this.graph = new GraphIndex(ModelReader.read(ByteBuffer.wrap(bytes)));
        this.tail = Tail.between(graph, layers, score);
        this.own = Model.table(bytes, tail.probes(), inputs);
    }

    Tail tail() {
        return tail;
    }

    /** Returns what is known for the model's own sizes and others along the axes which it can be fed with. */
    Stream<ValueTable> tables() {
        return Arrays.stream(AXES).flatMap(axes -> table(axes).stream());
    }

    /** Returns what is known for sizes that grow along some axes; empty if the model does not take them. */
    Optional<ValueTable> table(int... axes) {
        Map<String, Array> larger = new LinkedHashMap<>();
        inputs.forEach((name, value) -> larger.put(name, grown(value, axes)));
        if (!takes(larger)) {
            return Optional.empty();
        }
        try {
            ValueTable other = Model.table(bytes, tail.probes(), larger);
            return own.resized(other)
                    .filter(free -> free.isResized() && free.admits(own))
                    .filter(free -> FreeSizes.repeatAlike(graph, free, own));
        } catch (AssertionError doesNotRun) {
            return Optional.empty();
        }
    }

    /** The runtime may end the process where a slice of a larger input is empty, or sizes do not fit: it is not asked. */
    private boolean takes(Map<String, Array> larger) {
        try {
            return definition.apply(larger).values().stream().noneMatch(value -> value.data().length == 0);
        } catch (RuntimeException doesNotFit) {
            return false;
        }
    }

    private static Array grown(Array value, int... axes) {
        int[] shape = value.shape().clone();
        Arrays.stream(axes).filter(axis -> axis < shape.length).forEach(axis -> shape[axis] += GROWTH);
        return Array.of(shape, at -> {
            int[] inside = at.clone();
            Arrays.setAll(inside, axis -> at[axis] % value.shape()[axis]);
            return value.get(inside);
        });
    }
}
