package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;

/**
 * Is what goes backward through a convolution as a convolution itself, with the filter turned round, of cotangents that lie as
 * far apart as the strides are long. That needs no kernel but that of the convolution, which knows groups and dilations; those
 * for gradients do not on a CPU.
 */
final class RotatedConvolution {
    private final Node node;
    private final Emitter emit;
    private final Dimensions sizes;
    private final int axes;
    private final List<Long> strides;
    private final List<Long> dilations;

    RotatedConvolution(Node node, Emitter emit) {
        this.node = node;
        this.emit = emit;
        this.sizes = new Dimensions(emit);
        this.strides = spatial(numbers(node, "strides"));
        this.axes = strides.size();
        List<Long> given = numbers(node, "dilations");
        this.dilations = given.isEmpty() ? Collections.nCopies(axes, 1L) : spatial(given);
        String format = node.attribute("data_format")
                .map(value -> value.getS().toStringUtf8())
                .orElse("");
        if (format.startsWith("NC")) {
            throw new UnsupportedModelException(Paths.obstacle(node) + " with channels first and groups or dilations."
                    + " Export the model with channels last");
        }
    }

    private static List<Long> spatial(List<Long> all) {
        return all.subList(1, all.size() - 1);
    }

    static List<Long> numbers(Node node, String attribute) {
        return node.attribute(attribute)
                .map(value -> value.getList().getIList())
                .orElse(List.of());
    }

    /** Returns the cotangent of the input. */
    Value input(Value cotangent) {
        Value shape = emit.shape(node.input(0));
        Value filter = emit.shape(node.input(1));
        Value given = emit.shape(cotangent);
        List<Value> before = new ArrayList<>();
        List<Value> after = new ArrayList<>();
        List<Value> lengths = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            Value size = sizes.at(shape, axis + 1);
            Value steps = emit.subtract(sizes.at(given, axis + 1), emit.whole(1));
            Value reach =
                    emit.multiply(emit.subtract(sizes.at(filter, axis), emit.whole(1)), number(dilations.get(axis)));
            Value length = emit.add(emit.multiply(steps, number(strides.get(axis))), emit.whole(1));
            Value padded = padded(axis, size, emit.add(length, reach));
            before.add(emit.subtract(reach, padded));
            after.add(emit.add(emit.subtract(size, length), padded));
            lengths.add(length);
        }
        Value apart = strides.stream().allMatch(stride -> stride == 1) ? cotangent : apart(cotangent, given, lengths);
        Map<String, AttrValue> attributes = new HashMap<>(node.attributes());
        attributes.put("strides", Attributes.numbers(Collections.nCopies(axes + 2, 1L)));
        attributes.put("padding", Attributes.of("VALID"));
        attributes.remove("explicit_paddings");
        return emit.value(node.operator(), List.of(surrounded(apart, before, after), rotated()), attributes);
    }

    private Value number(long number) {
        return emit.whole(Math.toIntExact(number));
    }

    /** Returns how far the convolution pads before the first element. */
    private Value padded(int axis, Value size, Value needed) {
        String padding = node.attribute("padding").orElseThrow().getS().toStringUtf8();
        return switch (padding) {
            case "VALID" -> emit.whole(0);
            case "SAME" ->
                emit.of("FloorDiv", emit.of("Maximum", emit.subtract(needed, size), emit.whole(0)), emit.whole(2));
            case "EXPLICIT" -> number(numbers(node, "explicit_paddings").get(2 * (axis + 1)));
            default -> throw new UnsupportedModelException(Paths.obstacle(node) + " with padding " + padding);
        };
    }

    /** Puts zeros between elements. */
    private Value apart(Value cotangent, Value shape, List<Value> lengths) {
        List<Value> split = new ArrayList<>(List.of(sizes.part(shape, 0, 1)));
        List<Value> wide = new ArrayList<>(split);
        List<Value> kept = new ArrayList<>(split);
        List<Value> zeros = new ArrayList<>(List.of(sizes.vector(0, 0)));
        for (int axis = 0; axis < axes; axis++) {
            Value stride = number(strides.get(axis));
            Value size = sizes.part(shape, axis + 1, axis + 2);
            split.add(size);
            split.add(sizes.vector(1));
            wide.add(emit.multiply(size, stride));
            kept.add(emit.reshape(lengths.get(axis), sizes.vector(1)));
            zeros.add(sizes.vector(0, 0, 0, Math.toIntExact(strides.get(axis)) - 1));
        }
        Value channels = sizes.part(shape, -1, 0);
        split.add(channels);
        wide.add(channels);
        kept.add(channels);
        zeros.add(sizes.vector(0, 0));
        Value single = emit.reshape(cotangent, joined(split));
        Value filled = emit.of("Pad", single, emit.reshape(joined(zeros), sizes.vector(-1, 2)));
        Value start = emit.whole(Collections.nCopies(axes + 2, 0));
        return emit.of("Slice", emit.reshape(filled, joined(wide)), start, joined(kept));
    }

    private Value joined(List<Value> vectors) {
        return sizes.joined(vectors.toArray(Value[]::new));
    }

    /** Pads with zeros, or cuts off where a number is negative. */
    private Value surrounded(Value tensor, List<Value> before, List<Value> after) {
        Value none = emit.whole(0);
        Value starts = withEnds(before);
        Value ends = withEnds(after);
        Value paddings = emit.pack(List.of(emit.of("Maximum", starts, none), emit.of("Maximum", ends, none)), 1);
        Value padded = emit.of("Pad", tensor, paddings);
        Value cut = emit.add(emit.of("Minimum", starts, none), emit.of("Minimum", ends, none));
        return emit.of(
                "Slice", padded, emit.negate(emit.of("Minimum", starts, none)), emit.add(emit.shape(padded), cut));
    }

    /** Returns a vector for all axes: none for those of the batch and the channels. */
    private Value withEnds(List<Value> numbers) {
        List<Value> all = new ArrayList<>(numbers);
        all.add(0, emit.whole(0));
        all.add(emit.whole(0));
        return sizes.vector(all.toArray(Value[]::new));
    }

    /** Returns the filter turned round, with its inputs and outputs exchanged in each group. */
    private Value rotated() {
        Value filter = node.input(1);
        Value shape = emit.shape(filter);
        Value spatial = sizes.part(shape, 0, axes);
        Value inputs = sizes.part(shape, axes, axes + 1);
        Value channels = sizes.part(emit.shape(node.input(0)), -1, 0);
        Value groups = emit.of("FloorDiv", channels, inputs);
        Value outputs = emit.of("FloorDiv", sizes.part(shape, -1, 0), groups);
        Value grouped = emit.reshape(filter, sizes.joined(spatial, inputs, groups, outputs));
        List<Integer> order = new ArrayList<>();
        List<Integer> reversed = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            order.add(axis);
            reversed.add(axis);
        }
        order.addAll(List.of(axes + 2, axes + 1, axes));
        Value exchanged = emit.of("Transpose", grouped, emit.whole(order));
        Value joined = emit.reshape(exchanged, sizes.joined(spatial, outputs, channels));
        return emit.of("ReverseV2", joined, emit.whole(reversed));
    }
}
