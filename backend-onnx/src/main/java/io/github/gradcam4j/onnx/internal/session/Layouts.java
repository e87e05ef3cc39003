package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.TokenGrid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what the axes of each value count, from what operators do: convolutions and pools take and make channels-first
 * arrays, element-wise operators keep the layout, transpositions permute it, rows and columns that are merged become tokens.
 */
final class Layouts {
    private static final Set<String> CHANNELS_FIRST = Set.of(
            "Conv",
            "ConvTranspose",
            "QLinearConv",
            "ConvInteger",
            "MaxPool",
            "AveragePool",
            "LpPool",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "GlobalLpPool",
            "InstanceNormalization",
            "GroupNormalization",
            "LRN",
            "BatchNormalization",
            "DepthToSpace",
            "SpaceToDepth",
            "MaxUnpool");
    private static final Set<String> KEEP = Set.of(
            "Relu",
            "Clip",
            "LeakyRelu",
            "PRelu",
            "Elu",
            "Celu",
            "Selu",
            "Sigmoid",
            "HardSigmoid",
            "HardSwish",
            "Tanh",
            "Softplus",
            "Softsign",
            "Erf",
            "Exp",
            "Log",
            "Sqrt",
            "Reciprocal",
            "Abs",
            "Neg",
            "Pow",
            "Gelu",
            "Mish",
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Sum",
            "Mean",
            "Max",
            "Min",
            "Where",
            "Concat",
            "Split",
            "Slice",
            "Pad",
            "Identity",
            "Dropout",
            "Cast",
            "CastLike",
            "Resize",
            "Upsample",
            "LayerNormalization",
            "LpNormalization",
            "Softmax",
            "LogSoftmax",
            "QuantizeLinear",
            "DequantizeLinear",
            "ReduceMean",
            "ReduceSum",
            "ReduceMax",
            "ReduceMin",
            "Swish",
            "ThresholdedRelu",
            "Round",
            "Floor",
            "Ceil");

    private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");
    private static final Layout STEPS = Layout.of(Axis.TIME, Axis.BATCH, Axis.CHANNEL);
    private static final Layout STEPS_BY_DIRECTION = Layout.of(Axis.TIME, Axis.OTHER, Axis.BATCH, Axis.CHANNEL);

    private static final Set<String> KEEP_IN_CONTRIB = Set.of(
            "com.microsoft.Gelu",
            "com.microsoft.FastGelu",
            "com.microsoft.BiasGelu",
            "com.microsoft.QuickGelu",
            "com.microsoft.SkipLayerNormalization",
            "com.microsoft.SkipSimplifiedLayerNormalization",
            "com.microsoft.QuantizeLinear",
            "com.microsoft.DequantizeLinear",
            "com.microsoft.QLinearAdd",
            "com.microsoft.QLinearMul",
            "com.microsoft.QLinearConcat",
            "com.microsoft.QLinearSigmoid",
            "com.microsoft.QLinearLeakyRelu",
            "com.microsoft.QLinearAveragePool",
            "com.microsoft.QLinearGlobalAveragePool");

    private final GraphIndex graph;
    private final ValueTable values;
    private final Map<String, Layout> known = new HashMap<>();

    private Layouts(GraphIndex graph, ValueTable values) {
        this.graph = graph;
        this.values = values;
    }

    /** Returns the layouts that follow from the operators. */
    static Layouts of(GraphIndex graph, ValueTable values) {
        Layouts layouts = new Layouts(graph, values);
        // Backward knowledge reaches inputs and branches; then what hangs on those is reached forward.
        layouts.forward();
        layouts.backward();
        layouts.forward();
        return layouts;
    }

    /** Returns what is known, by value. */
    Map<String, Layout> known() {
        return Map.copyOf(known);
    }

    /** Returns what the axes of a value count, as far as a map can be made of it: recurrent layers count steps before items. */
    Layout layout(String value, int rank) {
        Layout layout = known.getOrDefault(value, Layout.unknown(rank));
        return layout.indexOf(Axis.BATCH) > 0 ? Layout.unknown(rank) : layout;
    }

    /** Tells whether a value holds the patches of a picture and other tokens before them. */
    boolean hasPrefix(String value) {
        return prefix(value) > 0;
    }

    private int prefix(String value) {
        return Optional.ofNullable(known.get(value))
                .flatMap(Layout::grid)
                .map(TokenGrid::prefix)
                .orElse(0);
    }

    /** Tells whether a node takes the tokens before the patches from its first input, and no patch. */
    boolean picksPrefix(NodeProto node) {
        String input = node.inputs().isEmpty() ? "" : node.inputs().get(0);
        int prefix = prefix(input);
        if (prefix == 0) {
            return false;
        }
        Layout layout = layout(input, rank(input));
        int token = layout.indexOf(Axis.TOKEN);
        if (node.opType().equals("Gather")) {
            long axis = node.attributes().get("axis") instanceof AttributeValue.Int given ? given.value() : 0;
            return (axis == token || axis + layout.rank() == token)
                    && integers(node.inputs().get(1))
                            .filter(list -> list.stream().allMatch(index -> index >= 0 && index < prefix))
                            .isPresent();
        }
        Optional<List<Long>> kept = shape(node.outputs().get(0)).filter(sizes -> sizes.size() == layout.rank());
        return node.opType().equals("Slice")
                && kept.isPresent()
                && start(node, token) + kept.get().get(token) <= prefix;
    }

    private void forward() {
        for (NodeProto node : graph.nodes()) {
            boolean grouped = node.opType().equals("InstanceNormalization")
                    && regrouped(node).isPresent();
            if (grouped || (!node.domain().isEmpty() && !KEEP_IN_CONTRIB.contains(node.qualifiedType()))) {
                continue;
            }
            String operator = node.opType();
            if (RECURRENT.contains(operator)) {
                recurrent(node);
            } else if (operator.equals("Reshape") || operator.equals("Squeeze") || operator.equals("Unsqueeze")) {
                ungrouped(node)
                        .or(() -> squeezed(node))
                        .or(() -> reshaped(node))
                        .ifPresent(layout -> learn(node.outputs().get(0), layout));
            } else if (CHANNELS_FIRST.contains(operator)) {
                node.input(0).ifPresent(this::channelsFirst);
                node.output(0).ifPresent(this::channelsFirst);
            } else if (operator.equals("Concat")) {
                concatenated(node);
            } else if (operator.equals("Slice") || operator.equals("Split")) {
                cut(node);
            } else if (isLinear(node)) {
                inherit(node.outputs().get(0), node.inputs().subList(0, 1));
            } else if (operator.equals("Gather")) {
                embedded(node);
            } else if (KEEP.contains(operator) || !node.domain().isEmpty()) {
                node.outputs().forEach(output -> inherit(output, node.inputs()));
            } else if (operator.equals("Transpose")) {
                node.input(0)
                        .map(known::get)
                        .ifPresent(layout -> learn(node.outputs().get(0), permuted(layout, node)));
            }
        }
    }

    /** Tells whether a node multiplies the features of every position by one matrix. */
    private boolean isLinear(NodeProto node) {
        Optional<Layout> layout = node.input(0).map(known::get);
        return node.opType().equals("MatMul")
                && graph.isFixed(node.inputs().get(1))
                && rank(node.inputs().get(1)) == 2
                && layout.isPresent()
                && layout.get().indexOf(Axis.CHANNEL) == layout.get().rank() - 1;
    }

    /** Rows of a table that the input picks are the features of a text's tokens. */
    private void embedded(NodeProto node) {
        String indices = node.inputs().get(1);
        long axis = node.attributes().get("axis") instanceof AttributeValue.Int given ? given.value() : 0;
        boolean isTable = axis == 0
                && rank(node.inputs().get(0)) == 2
                && graph.isFixed(node.inputs().get(0));
        if (isTable && rank(indices) == 2 && !graph.isShapeDerived(indices)) {
            learn(node.outputs().get(0), Layout.NTC);
        }
    }

    private void recurrent(NodeProto node) {
        boolean batchFirst =
                node.attributes().get("layout") instanceof AttributeValue.Int layout && layout.value() == 1;
        if (!batchFirst) {
            node.input(0).ifPresent(value -> learn(value, STEPS));
            node.output(0).ifPresent(value -> learn(value, STEPS_BY_DIRECTION));
        }
    }

    /** Where the axes that go are known, there is no doubt which ones stay, however many have size 1. */
    private Optional<Layout> squeezed(NodeProto node) {
        Optional<Layout> layout = node.input(0).map(known::get);
        Optional<List<Long>> gone = node.attributes().get("axes") instanceof AttributeValue.Ints list
                ? Optional.of(list.values())
                : node.input(1).flatMap(this::integers);
        if (!node.opType().equals("Squeeze") || layout.isEmpty() || gone.isEmpty()) {
            return Optional.empty();
        }
        int rank = layout.get().rank();
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            if (!gone.get().contains((long) i) && !gone.get().contains((long) i - rank)) {
                axes.add(layout.get().axes().get(i));
            }
        }
        return Optional.of(
                new Layout(axes, axes.contains(Axis.TOKEN) ? layout.get().grid() : Optional.empty()));
    }

    private Optional<Layout> reshaped(NodeProto node) {
        Optional<Layout> layout = node.input(0).map(known::get);
        Optional<List<Long>> from = node.input(0).flatMap(this::shape);
        Optional<List<Long>> to = shape(node.outputs().get(0));
        return layout.isEmpty()
                        || from.isEmpty()
                        || to.isEmpty()
                        || layout.get().rank() != from.get().size()
                ? Optional.empty()
                : AxisMoves.reshaped(layout.get(), from.get(), to.get());
    }

    private void concatenated(NodeProto node) {
        String output = node.outputs().get(0);
        Optional<String> source = node.inputs().stream()
                .filter(input -> known.containsKey(input) && rank(input) == rank(output))
                .findFirst();
        if (source.isEmpty() || !(node.attributes().get("axis") instanceof AttributeValue.Int given)) {
            return;
        }
        Layout layout = Objects.requireNonNull(known.get(source.get()));
        int axis = (int) (given.value() < 0 ? given.value() + layout.rank() : given.value());
        if (layout.axes().get(axis) != Axis.TOKEN) {
            learn(output, layout);
            return;
        }
        long before = 0;
        for (String input : node.inputs()) {
            if (input.equals(source.get())) {
                break;
            }
            before += shape(input).map(sizes -> sizes.get(axis)).orElse(0L);
        }
        long size = shape(output).map(sizes -> sizes.get(axis)).orElse(0L);
        AxisMoves.behind(layout, before, size).ifPresent(moved -> learn(output, moved));
    }

    private void cut(NodeProto node) {
        Optional<Layout> layout = node.input(0).map(known::get);
        Optional<List<Long>> from = node.input(0).flatMap(this::shape);
        if (layout.isEmpty()
                || from.isEmpty()
                || layout.get().rank() != from.get().size()) {
            return;
        }
        int token = layout.get().indexOf(Axis.TOKEN);
        long first = node.opType().equals("Slice") ? start(node, token) : 0;
        for (String output : node.outputs()) {
            Optional<List<Long>> to =
                    shape(output).filter(sizes -> sizes.size() == from.get().size());
            if (to.isEmpty()) {
                continue;
            }
            if (token < 0) {
                learn(output, layout.get());
                continue;
            }
            long before = from.get().get(token);
            long size = to.get().get(token);
            AxisMoves.cut(layout.get(), token, first, size, before).ifPresent(moved -> learn(output, moved));
            first += size == before ? 0 : size;
        }
    }

    /** Returns where a Slice begins along an axis; where that is not known, a place that no layout survives. */
    private long start(NodeProto slice, int axis) {
        Optional<List<Long>> starts = slice.input(1).flatMap(this::integers);
        Optional<List<Long>> axes = slice.input(3).flatMap(this::integers);
        for (int i = 0; starts.isPresent() && i < starts.get().size(); i++) {
            long at = axes.isPresent() ? axes.get().get(i) : i;
            if (at == axis || at + rank(slice.inputs().get(0)) == axis) {
                long start = starts.get().get(i);
                return start < 0 ? Long.MAX_VALUE / 2 : start;
            }
        }
        return Long.MAX_VALUE / 2;
    }

    private Optional<List<Long>> integers(String value) {
        Optional<TensorProto> constant = graph.constant(value).filter(tensor -> tensor.type() == DataType.INT64);
        if (constant.isPresent()) {
            List<Long> list = new ArrayList<>();
            var content = constant.get().content();
            while (content.hasRemaining()) {
                list.add(content.getLong());
            }
            return Optional.of(list);
        }
        return values.find(value).flatMap(ValueTable.Entry::integers);
    }

    /**
     * Before there was an operator for it, exporters wrote a group normalisation as an instance normalisation between two
     * Reshapes. What is between them counts groups, not channels; behind the second everything is as before the first.
     */
    private Optional<Layout> ungrouped(NodeProto reshape) {
        return reshape.input(0)
                .flatMap(graph::producer)
                .filter(node -> node.opType().equals("InstanceNormalization"))
                .flatMap(this::regrouped)
                .filter(value -> shape(value).equals(shape(reshape.outputs().get(0))))
                .map(known::get);
    }

    /** Returns the value whose channels a Reshape grouped for a normalisation, if one did. */
    private Optional<String> regrouped(NodeProto normalization) {
        return normalization
                .input(0)
                .flatMap(graph::producer)
                .filter(node -> node.opType().equals("Reshape"))
                .flatMap(reshape -> reshape.input(0));
    }

    private void backward() {
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            NodeProto node = graph.nodes().get(i);
            if ((!node.domain().isEmpty() && !KEEP_IN_CONTRIB.contains(node.qualifiedType()))
                    || node.outputs().isEmpty()) {
                continue;
            }
            Layout layout = known.get(node.outputs().get(0));
            if (layout == null) {
                continue;
            }
            if (node.opType().equals("MatMul")
                    && graph.isFixed(node.inputs().get(1))
                    && layout.indexOf(Axis.CHANNEL) == layout.rank() - 1) {
                learn(node.inputs().get(0), layout);
            } else if (KEEP.contains(node.opType()) || !node.domain().isEmpty()) {
                node.inputs().forEach(input -> learn(input, layout));
            } else if (node.opType().equals("Transpose")) {
                learn(node.inputs().get(0), restored(layout, node));
            }
        }
    }

    private void channelsFirst(String value) {
        switch (rank(value)) {
            case 3 -> learn(value, Layout.NCT);
            case 4 -> learn(value, Layout.NCHW);
            case 5 -> learn(value, Layout.NCDHW);
            default -> {
                /* No convolution has another rank. */
            }
        }
    }

    private void inherit(String output, List<String> inputs) {
        inputs.stream()
                .map(known::get)
                .filter(layout -> layout != null && layout.rank() == rank(output))
                .findFirst()
                .ifPresent(layout -> learn(output, layout));
    }

    private void learn(String value, Layout layout) {
        if (shape(value).filter(shape -> AxisMoves.fits(layout, shape)).isPresent() && !graph.isFixed(value)) {
            known.putIfAbsent(value, layout);
        }
    }

    private static Layout permuted(Layout layout, NodeProto node) {
        List<Axis> axes = new ArrayList<>();
        permutation(layout, node).forEach(from -> axes.add(layout.axes().get(from)));
        return new Layout(axes, layout.grid());
    }

    private static Layout restored(Layout layout, NodeProto node) {
        List<Integer> permutation = permutation(layout, node);
        Axis[] axes = new Axis[layout.rank()];
        for (int i = 0; i < axes.length; i++) {
            axes[permutation.get(i)] = layout.axes().get(i);
        }
        return new Layout(List.of(axes), layout.grid());
    }

    private static List<Integer> permutation(Layout layout, NodeProto node) {
        List<Integer> permutation = new ArrayList<>();
        for (int i = 0; i < layout.rank(); i++) {
            permutation.add(layout.rank() - 1 - i);
        }
        if (node.attributes().get("perm") instanceof AttributeValue.Ints given
                && given.values().size() == layout.rank()) {
            permutation.clear();
            given.values().forEach(axis -> permutation.add(Math.toIntExact(axis)));
        }
        return permutation;
    }

    private int rank(String value) {
        return shape(value).map(List::size).orElse(-1);
    }

    private Optional<List<Long>> shape(String value) {
        return values.find(value)
                .map(ValueTable.Entry::shape)
                .or(() -> graph.constant(value).map(TensorProto::dims));
    }
}
