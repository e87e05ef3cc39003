package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Literals;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Order;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/**
 * Writes convolutions with their channels last so that TensorFlow computes them together with what stands around them: zeros that
 * are padded before, the factors of a normalisation behind a depthwise one, and its summands, which it joins with a convolution
 * only if they are called a bias. Nothing is joined whose parts are asked for or read elsewhere.
 */
final class JoinedConvolutions {
    private static final Set<String> CONVOLUTIONS = Set.of("Conv2D", "DepthwiseConv2dNative");
    private static final int CHANNELS = 3;

    private final Emitter emit;
    private final Function<Value, Optional<Shape>> shapes;
    private final Map<Value, Integer> readers = new HashMap<>();
    private final Set<Node> fed = new HashSet<>();
    private final Map<Node, Node> written = new HashMap<>();

    private JoinedConvolutions(Emitter emit, Function<Value, Optional<Shape>> shapes) {
        this.emit = emit;
        this.shapes = shapes;
    }

    /**
     * Returns values computed with joined convolutions.
     *
     * @param wanted all that is asked for
     * @param shapes what is known of shapes, with -1 for sizes that depend on inputs
     */
    static List<Value> of(List<Value> wanted, Emitter emit, Function<Value, Optional<Shape>> shapes) {
        JoinedConvolutions joined = new JoinedConvolutions(emit, shapes);
        List<Node> order = Order.of(wanted);
        wanted.forEach(joined::read);
        for (Node node : order) {
            node.inputs().forEach(joined::read);
            if (node.is("Placeholder") || node.inputs().stream().anyMatch(input -> joined.fed.contains(input.node()))) {
                joined.fed.add(node);
            }
        }
        order.forEach(node -> joined.written.put(node, joined.write(node)));
        return wanted.stream().map(joined::value).toList();
    }

    private void read(Value value) {
        readers.merge(value, 1, Integer::sum);
    }

    private Value value(Value value) {
        return Objects.requireNonNull(written.get(value.node())).output(value.output());
    }

    private Node write(Node node) {
        List<Value> inputs = node.inputs().stream().map(this::value).toList();
        Node same = inputs.equals(node.inputs()) ? node : node.withInputs(inputs);
        boolean single = node.types().equals(List.of(DataType.DT_FLOAT));
        if (single && isConvolution(node)) {
            return padded(node, same);
        }
        return switch (single ? node.operator() : "") {
            case "Mul" -> scaled(node, 0).or(() -> scaled(node, 1)).orElse(same);
            case "Add", "AddV2" -> biased(node, 0).or(() -> biased(node, 1)).orElse(same);
            case "BiasAdd" -> isOfGroups(node.input(0).node()) ? sum(same) : same;
            default -> same;
        };
    }

    private static boolean isConvolution(Node node) {
        return CONVOLUTIONS.contains(node.operator())
                && text(node, "data_format", "NHWC").equals("NHWC");
    }

    private static String text(Node node, String attribute, String other) {
        return node.attribute(attribute)
                .map(AttrValue::getS)
                .map(bytes -> bytes.toStringUtf8())
                .orElse(other);
    }

    private boolean isReadOnce(Value value) {
        return readers.getOrDefault(value, 0) == 1;
    }

    private Node padded(Node node, Node same) {
        Node pad = same.input(0).node();
        Optional<List<Long>> sizes = pad.is("Pad") ? Literals.whole(pad.input(1)) : Optional.empty();
        boolean joins = isReadOnce(node.input(0))
                && text(node, "padding", "").equals("VALID")
                && sizes.filter(JoinedConvolutions::isSpatial).isPresent();
        if (!joins) {
            return same;
        }
        Map<String, AttrValue> attributes = new HashMap<>(same.attributes());
        attributes.put("padding", Attributes.of("EXPLICIT"));
        attributes.put("explicit_paddings", Attributes.numbers(sizes.orElseThrow()));
        List<Value> inputs = List.of(pad.input(0), same.input(1));
        return new Node(node.name(), node.operator(), inputs, attributes, Map.of(), node.types());
    }

    /** Tells whether zeros are added to rows and columns only, before and behind each of the four axes. */
    private static boolean isSpatial(List<Long> sizes) {
        return sizes.size() == 8
                && sizes.stream().allMatch(size -> size >= 0)
                && sizes.get(0) + sizes.get(1) + sizes.get(6) + sizes.get(7) == 0;
    }

    /** Multiplies the filter of a depthwise convolution instead of its result; of others, TensorFlow does that itself. */
    private Optional<Node> scaled(Node node, int side) {
        Value result = node.input(side);
        Value numbers = node.input(1 - side);
        if (!result.node().is("DepthwiseConv2dNative")
                || !isConvolution(result.node())
                || !isPerChannel(result, numbers)) {
            return Optional.empty();
        }
        Node convolution = value(result).node();
        return shapes.apply(result.node().input(1)).filter(Shape::isFixed).map(sizes -> {
            Value shape = emit.whole(List.of((int) sizes.dim(2), (int) sizes.dim(3)));
            Value factors = emit.reshape(value(numbers), shape);
            return convolution.withInputs(List.of(convolution.input(0), emit.multiply(convolution.input(1), factors)));
        });
    }

    private Optional<Node> biased(Node node, int side) {
        Value result = node.input(side);
        Node convolution = result.node();
        if (convolution.is("Mul")) {
            convolution = convolution.inputs().stream()
                    .filter(input -> isConvolution(input.node()) && isReadOnce(input))
                    .findFirst()
                    .map(Value::node)
                    .orElse(convolution);
        }
        if (!isConvolution(convolution) || isGrouped(convolution) || !isPerChannel(result, node.input(1 - side))) {
            return Optional.empty();
        }
        Value bias = emit.reshape(value(node.input(1 - side)), emit.whole(List.of(-1)));
        return Optional.of(new Node(
                node.name(),
                "BiasAdd",
                List.of(value(result), bias),
                Map.of("T", Attributes.of(DataType.DT_FLOAT), "data_format", Attributes.of("NHWC")),
                Map.of(),
                node.types()));
    }

    /** Tells whether a node hands on the result of a grouped convolution. */
    private boolean isOfGroups(Node node) {
        Node convolution = node;
        while (convolution.is("Identity") || convolution.is("Squeeze")) {
            convolution = convolution.input(0).node();
        }
        return isConvolution(convolution) && isGrouped(convolution);
    }

    /** Calls a bias a sum, which TensorFlow does not join. */
    private static Node sum(Node bias) {
        Map<String, AttrValue> type = Map.of("T", Attributes.of(DataType.DT_FLOAT));
        return new Node(bias.name(), "AddV2", bias.inputs(), type, Map.of(), bias.types());
    }

    /** Tells whether a filter sees but a part of the channels, or may do so: TensorFlow fails to run what it joined with those. */
    private boolean isGrouped(Node convolution) {
        Optional<Long> channels = shapes.apply(convolution.input(0))
                .filter(known -> known.rank() > CHANNELS)
                .map(known -> known.dim(CHANNELS));
        Optional<Long> seen = shapes.apply(convolution.input(1))
                .filter(known -> known.rank() > 2)
                .map(known -> known.dim(2));
        return channels.isEmpty() || !channels.equals(seen);
    }

    /** Tells whether a value that inputs do not change has one number for each channel of another, which nothing else reads. */
    private boolean isPerChannel(Value result, Value numbers) {
        Optional<Shape> shape = shapes.apply(result).filter(known -> known.rank() == CHANNELS + 1);
        Optional<Shape> sizes = shapes.apply(numbers)
                .filter(known -> known.isFixed() && known.rank() > 0 && known.rank() <= CHANNELS + 1);
        return isReadOnce(result)
                && !fed.contains(numbers.node())
                && shape.isPresent()
                && sizes.isPresent()
                && sizes.get().size() == shape.get().dim(CHANNELS)
                && sizes.get().dim(sizes.get().rank() - 1) == shape.get().dim(CHANNELS);
    }
}
