package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what the axes of each value count, from what operators do: convolutions and pools take and make channels-first
 * arrays, element-wise operators keep the layout, transpositions permute it. Nothing is guessed from sizes.
 */
final class Layouts {
    private static final Set<String> CHANNELS_FIRST = Set.of(
            "Conv",
            "ConvTranspose",
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

    private final GraphIndex graph;
    private final ValueTable values;
    private final Map<String, Layout> known = new HashMap<>();

    private Layouts(GraphIndex graph, ValueTable values) {
        this.graph = graph;
        this.values = values;
    }

    /** Returns the layouts that follow from the operators. */
    static Map<String, Layout> of(GraphIndex graph, ValueTable values) {
        Layouts layouts = new Layouts(graph, values);
        // Backward knowledge reaches inputs and branches; then what hangs on those is reached forward.
        layouts.forward();
        layouts.backward();
        layouts.forward();
        return layouts.known;
    }

    private void forward() {
        for (NodeProto node : graph.nodes()) {
            boolean grouped = node.opType().equals("InstanceNormalization")
                    && regrouped(node).isPresent();
            if (!node.domain().isEmpty() || grouped) {
                continue;
            }
            if (node.opType().equals("Reshape")) {
                ungrouped(node).ifPresent(layout -> learn(node.outputs().get(0), layout));
            } else if (CHANNELS_FIRST.contains(node.opType())) {
                node.input(0).ifPresent(this::channelsFirst);
                node.output(0).ifPresent(this::channelsFirst);
            } else if (KEEP.contains(node.opType())) {
                node.outputs().forEach(output -> inherit(output, node.inputs()));
            } else if (node.opType().equals("Transpose")) {
                node.input(0)
                        .map(known::get)
                        .ifPresent(layout -> learn(node.outputs().get(0), permuted(layout, node)));
            }
        }
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
            if (!node.domain().isEmpty() || node.outputs().isEmpty()) {
                continue;
            }
            Layout layout = known.get(node.outputs().get(0));
            if (layout == null) {
                continue;
            }
            if (KEEP.contains(node.opType())) {
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
        if (layout.rank() == rank(value) && !graph.isFixed(value)) {
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
        return values.find(value).map(ValueTable.Entry::shape);
    }
}
