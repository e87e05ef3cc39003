package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where knowledge of axes comes from: what some operators are defined to take, and what the numbers of an input are. */
record Seeds(GraphIndex graph, Arrangements known) {
    private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");
    private static final Layout STEPS_FIRST = Layout.of(Axis.TIME, Axis.BATCH, Axis.CHANNEL);
    private static final Set<String> CHANNELS_FIRST = Set.of(
            "Conv",
            "ConvTranspose",
            "QLinearConv",
            "ConvInteger",
            "FusedConv",
            "MaxPool",
            "AveragePool",
            "LpPool",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "GlobalLpPool",
            "QLinearAveragePool",
            "QLinearGlobalAveragePool",
            "DepthToSpace",
            "SpaceToDepth",
            "MaxUnpool",
            "InstanceNormalization",
            "GroupNormalization",
            "BatchNormalization",
            "LRN");

    static boolean isRecurrent(NodeProto node) {
        return RECURRENT.contains(node.opType());
    }

    /** Recurrent layers take steps, items and features, unless convolutions say that positions are among the items. */
    void recurrentLayers(Arrangements convolved) {
        for (NodeProto node : graph.nodes()) {
            Optional<List<Long>> shape = node.input(0).flatMap(known.readings()::shape);
            int items = RecurrentRule.itemsFirst(node) ? 0 : 1;
            if (isRecurrent(node)
                    && shape.isPresent()
                    && shape.get().size() == 3
                    && convolved
                            .input(node, 0)
                            .filter(taken -> taken.hasPositions(items))
                            .isEmpty()) {
                Layout layout = RecurrentRule.itemsFirst(node) ? Layout.NTC : STEPS_FIRST;
                known.learn(node.inputs().get(0), Arrangement.of(layout, shape.get()));
            }
        }
    }

    /** Integers are numbers of tokens, by item and place. */
    void tokenNumbers() {
        for (ValueInfoProto input : graph.model().graph().inputs()) {
            Optional<List<Long>> shape = known.readings().shape(input.name()).filter(sizes -> sizes.size() == 2);
            boolean numbers = input.type() == DataType.INT64 || input.type() == DataType.INT32;
            if (numbers && shape.isPresent() && known.find(input.name()).isEmpty()) {
                known.learn(input.name(), Arrangement.of(Layout.of(Axis.BATCH, Axis.TIME), shape.get()));
            }
        }
    }

    /** Supposes that inputs of which nothing is known are features by item and step; returns whether there are some. */
    boolean features() {
        boolean found = false;
        for (ValueInfoProto input : graph.model().graph().inputs()) {
            Optional<List<Long>> shape = known.readings().shape(input.name()).filter(sizes -> sizes.size() == 3);
            if (input.type() == DataType.FLOAT
                    && shape.isPresent()
                    && known.find(input.name()).isEmpty()) {
                known.learn(input.name(), Arrangement.of(Layout.NTC, shape.get()));
                found = true;
            }
        }
        return found;
    }

    /** Convolutions, pools and some normalisations take channels first. */
    void channelsFirst(NodeProto node) {
        Optional<String> value = node.domain().equals("com.microsoft.nchwc") ? unblocked(node) : taken(node);
        value.ifPresent(this::haveChannelsFirst);
    }

    private Optional<String> taken(NodeProto node) {
        return CHANNELS_FIRST.contains(node.opType()) && !isGrouped(node) && !hasMadeUpChannel(node)
                ? node.input(0)
                : Optional.empty();
    }

    /** Pools over steps, as in Funnel, add an axis for the one channel that a pool needs: features are no columns for that. */
    private boolean hasMadeUpChannel(NodeProto node) {
        return node.opType().endsWith("Pool")
                && node.input(0)
                        .flatMap(graph::producer)
                        .filter(producer -> producer.opType().equals("Unsqueeze")
                                && known.readings()
                                        .axes(
                                                producer,
                                                known.readings()
                                                        .rank(producer.outputs().get(0)))
                                        .filter(axes -> axes.contains(1))
                                        .isPresent())
                        .isPresent();
    }

    /**
     * In the runtime's blocked layout some channels of a position are side by side, so that axes count nothing, although there
     * are as many. Inputs of the model are not blocked, nor what is brought into that order or back.
     */
    private Optional<String> unblocked(NodeProto node) {
        if (Readings.integer(node, "channels_last", 0) != 0) {
            return Optional.empty();
        }
        return switch (node.opType()) {
            case "ReorderOutput" -> node.output(0);
            case "ReorderInput" -> node.input(0);
            default -> node.input(0).filter(graph::isInput);
        };
    }

    private void haveChannelsFirst(String value) {
        List<Long> shape = known.readings().shape(value).orElse(List.of());
        boolean partly = known.find(value).isPresent();
        channelsFirst(shape.size()).ifPresent(layout -> {
            Arrangement taken = Arrangement.of(layout, shape);
            // Where something is known, an axis of size 1 behind the channels may be none of the rows.
            for (int axis = 2; partly && axis < shape.size(); axis++) {
                taken = shape.get(axis) == 1 ? taken.with(axis, List.of()) : taken;
            }
            known.learn(value, taken);
        });
    }

    /**
     * Before there was an operator for groups, exporters wrote their normalisation as one of instances between two Reshapes;
     * what is between those has no channels of its own.
     */
    private boolean isGrouped(NodeProto node) {
        return node.opType().equals("InstanceNormalization")
                && graph.producer(node.inputs().get(0))
                        .filter(producer -> producer.opType().equals("Reshape"))
                        .isPresent();
    }

    private static Optional<Layout> channelsFirst(int rank) {
        return switch (rank) {
            case 3 -> Optional.of(Layout.NCT);
            case 4 -> Optional.of(Layout.NCHW);
            case 5 -> Optional.of(Layout.NCDHW);
            default -> Optional.empty();
        };
    }
}
