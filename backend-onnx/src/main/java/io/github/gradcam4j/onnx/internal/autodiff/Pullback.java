package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Holds the gradients that have been found so far, and what is known about the forward values. */
final class Pullback {
    private final Tail tail;
    private final ValueTable values;
    private final Set<String> layers;
    private final Extent extent;
    private final Emitter emit;
    private final Broadcasting shapes;
    private final Map<String, List<String>> gradients = new HashMap<>();
    private final Map<String, long[]> made = new HashMap<>();
    private final Set<String> madeActive = new HashSet<>();

    Pullback(
            Tail tail,
            ValueTable values,
            List<String> layers,
            Emitter emit,
            Supplier<String> targetCount,
            Extent extent) {
        this.tail = tail;
        this.values = values;
        this.layers = Set.copyOf(layers);
        this.emit = emit;
        this.shapes = new Broadcasting(emit, this::shape, targetCount, extent.isOnce());
        this.extent = extent;
    }

    Emitter emitter() {
        return emit;
    }

    Broadcasting shapes() {
        return shapes;
    }

    GraphIndex graph() {
        return tail.graph();
    }

    /** Says whether a gradient flows through a value, now that its type is known. */
    boolean isActive(String value) {
        return madeActive.contains(value)
                || (tail.isActive(value)
                        && values.find(value)
                                .map(entry -> entry.type().differentiable() || tail.isQuantized(value))
                                .orElse(true));
    }

    /** Makes known a float value of the patch, so that rules can work on it as on one of the model. */
    void know(String value, boolean active, long... shape) {
        made.put(value, shape.clone());
        if (active) {
            madeActive.add(value);
        }
    }

    /** Drops the gradient of a value of the patch, which the next operator that makes the same value starts anew. */
    void drop(String value) {
        gradients.remove(value);
    }

    /** Says whether a value's own gradient was asked for, so that no pattern may skip it. */
    boolean isLayer(String value) {
        return layers.contains(value);
    }

    /** Says whether all that is wanted of a value's gradient is its mean in each channel of planes. */
    boolean wantsMeans(String value) {
        return extent == Extent.MEANS && isLayer(value);
    }

    void add(String value, String gradient) {
        gradients.computeIfAbsent(value, name -> new ArrayList<>()).add(gradient);
    }

    /** Returns the sum of what was added to a value's gradient, or empty if nothing was. */
    Optional<String> take(String value) {
        List<String> parts = gradients.get(value);
        if (parts == null) {
            return Optional.empty();
        }
        if (parts.size() > 1) {
            String sum = parts.size() == 2
                    ? emit.add(parts.get(0), parts.get(1))
                    : emit.op("Sum", parts.toArray(String[]::new));
            gradients.put(value, new ArrayList<>(List.of(sum)));
            return Optional.of(sum);
        }
        return Optional.of(parts.get(0));
    }

    /** Returns a forward value as floats: gradients are computed in single precision whatever the model's is. */
    String asFloat(String value) {
        return type(value) == DataType.FLOAT ? value : emit.toFloat(value);
    }

    Optional<long[]> integers(String value) {
        Optional<TensorProto> constant = constant(value);
        if (constant.isPresent()) {
            return integers(constant.get());
        }
        return tail.graph().isShapeDerived(value)
                ? values.find(value)
                        .flatMap(ValueTable.Entry::integers)
                        .map(list -> list.stream().mapToLong(Long::longValue).toArray())
                : Optional.empty();
    }

    /** Finds a constant of the model or of the patch. */
    Optional<TensorProto> constant(String value) {
        return tail.graph().constant(value).or(() -> emit.constant(value));
    }

    private static Optional<long[]> integers(TensorProto constant) {
        boolean wide = constant.type() == DataType.INT64;
        if (constant.external().isPresent() || (!wide && constant.type() != DataType.INT32)) {
            return Optional.empty();
        }
        long[] integers = new long[Math.toIntExact(constant.elements())];
        ByteBuffer content = constant.content();
        for (int i = 0; i < integers.length; i++) {
            integers[i] = wide ? content.getLong() : content.getInt();
        }
        return Optional.of(integers);
    }

    /** Says whether a value has sizes that follow other sizes of the inputs than the batch. */
    boolean isResized(String value) {
        return values.isResized(value);
    }

    /** Returns the elements of a constant of floats. */
    Optional<double[]> reals(String value) {
        Optional<TensorProto> constant = constant(value);
        if (constant.isEmpty()
                || constant.get().external().isPresent()
                || (constant.get().type() != DataType.FLOAT && constant.get().type() != DataType.DOUBLE)) {
            return Optional.empty();
        }
        boolean wide = constant.get().type() == DataType.DOUBLE;
        double[] reals = new double[Math.toIntExact(constant.get().elements())];
        ByteBuffer content = constant.get().content();
        for (int i = 0; i < reals.length; i++) {
            reals[i] = wide ? content.getDouble() : content.getFloat();
        }
        return Optional.of(reals);
    }

    /** Returns the only element of a constant of floats. */
    Optional<Double> number(String value) {
        return constant(value).filter(constant -> constant.elements() == 1).isPresent()
                ? reals(value).map(reals -> reals[0])
                : Optional.empty();
    }

    DataType type(String value) {
        return made.containsKey(value)
                ? DataType.FLOAT
                : values.find(value)
                        .map(ValueTable.Entry::type)
                        .or(() -> constant(value).map(TensorProto::type))
                        .orElseThrow(() -> unknown(value));
    }

    private long[] shape(String value) {
        long[] known = made.get(value);
        return known != null
                ? known
                : values
                        .find(value)
                        .map(ValueTable.Entry::shape)
                        .or(() -> constant(value).map(TensorProto::dims))
                        .orElseThrow(() -> unknown(value))
                        .stream()
                        .mapToLong(Long::longValue)
                        .toArray();
    }

    private static IllegalStateException unknown(String value) {
        return new IllegalStateException("The probe run did not measure the value '" + value + "'.");
    }
}
