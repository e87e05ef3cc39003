package io.github.gradcam4j.onnx.internal.rewrite;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.GraphOrder;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the operators of sets 7 to 10 as set 11 has them, the oldest that gradients can be written in. Only what set 11 wants
 * differently changes: attributes that became inputs, names and defaults. What has no equivalent leaves the whole model alone.
 */
final class Upgrade {
    private static final long OLDEST = 7;
    private static final long TARGET = 11;
    /** Operators of old sets that newer ones no longer have. */
    private static final Set<String> REMOVED = Set.of(
            "ATen",
            "Affine",
            "Crop",
            "DynamicSlice",
            "GRUUnit",
            "GivenTensorFill",
            "ImageScaler",
            "ParametricSoftplus",
            "Scale",
            "ScaledTanh");

    private final Draft draft;
    private final long from;
    private final ElementTypes types;
    private final Set<String> read = new HashSet<>();
    private boolean stuck;

    private Upgrade(Draft draft, long from) {
        this.draft = draft;
        this.from = from;
        this.types = new ElementTypes(draft.model().graph());
        draft.nodes.forEach(node -> read.addAll(GraphOrder.reads(node)));
        draft.original.graph().outputs().forEach(output -> read.add(output.name()));
    }

    /** Upgrades a model of the sets 7 to 10, and says whether it was one that can be. */
    static boolean upgrade(Draft draft) {
        long version = draft.opsets.getOrDefault("", TARGET);
        if (version < OLDEST || version >= TARGET || draft.calls) {
            return false;
        }
        Upgrade upgrade = new Upgrade(draft, version);
        List<NodeProto> nodes = upgrade.all(draft.nodes);
        if (upgrade.stuck) {
            return false;
        }
        draft.nodes = nodes;
        draft.opsets.put("", TARGET);
        return true;
    }

    private List<NodeProto> all(List<NodeProto> nodes) {
        List<NodeProto> out = new ArrayList<>(nodes.size());
        for (NodeProto node : nodes) {
            NodeProto inner = Graphs.withinSubgraphs(node, this::all);
            if (node.domain().isEmpty()) {
                one(inner, out);
            } else {
                out.add(inner);
            }
        }
        return out;
    }

    private void one(NodeProto node, List<NodeProto> out) {
        switch (node.opType()) {
            case "BatchNormalization" -> batchNormalization(node, out);
            case "Clip" -> {
                DataType type = types.of(node.input(0).orElse(""));
                rebuilt(node, out).scalar("min", type).scalar("max", type).build();
            }
            case "Pad" -> pad(node, out);
            case "Slice" ->
                rebuilt(node, out)
                        .integers("starts")
                        .integers("ends")
                        .integers("axes")
                        .build();
            case "TopK" -> rebuilt(node, out).integers("k").build();
            case "Upsample", "Resize" -> resize(node, out);
            case "Scatter" -> rebuilt(node, out).as("ScatterElements").build();
            case "Dropout" -> {
                // Before set 10 the mask had the type of the data.
                stuck |= from < 10 && node.output(1).filter(read::contains).isPresent();
                out.add(node);
            }
            case "Scan" -> {
                // Set 8 had a batch axis apart.
                stuck |= from < 9;
                out.add(node);
            }
            default -> {
                stuck |= REMOVED.contains(node.opType());
                out.add(node);
            }
        }
    }

    private void batchNormalization(NodeProto node, List<NodeProto> out) {
        boolean perPosition = node.attributes().get("spatial") instanceof AttributeValue.Int flag && flag.value() == 0;
        boolean training = node.outputs().stream().skip(1).anyMatch(name -> !name.isEmpty());
        stuck |= perPosition || training;
        rebuilt(node, out).without("spatial").keep(5).build();
    }

    private void pad(NodeProto node, List<NodeProto> out) {
        Rebuilt pad = rebuilt(node, out).integers("pads");
        boolean filled = node.attributes().get("value") instanceof AttributeValue.Real value && value.value() != 0;
        (filled ? pad.scalar("value", types.of(node.input(0).orElse(""))) : pad.without("value")).build();
    }

    /** Before set 11 coordinates were asymmetric, and the nearest was the lower one, or the upper one where sizes shrink. */
    private void resize(NodeProto node, List<NodeProto> out) {
        float[] attribute = reals(node.attributes().get("scales"));
        Optional<float[]> known = node.input(1).isEmpty()
                ? Optional.of(attribute)
                : types.reals(node.inputs().get(1));
        boolean shrinks = false;
        boolean grows = node.opType().equals("Upsample");
        for (float scale : known.orElse(attribute)) {
            shrinks |= scale < 1;
            grows |= scale > 1;
        }
        boolean nearest = !(node.attributes().get("mode") instanceof AttributeValue.Text mode)
                || mode.value().equals("nearest");
        boolean unsure = known.isEmpty() && node.opType().equals("Resize");
        stuck |= nearest && (unsure || (shrinks && grows));
        Rebuilt resize = rebuilt(node, out).as("Resize").without("scales").keep(1);
        resize.constant("roi", TensorProto.ofFloats("", List.of(0L)));
        if (node.input(1).isPresent()) {
            resize.input(node.inputs().get(1));
        } else {
            resize.constant("scales", TensorProto.ofFloats("", List.of((long) attribute.length), attribute));
        }
        resize.with("mode", nearest ? "nearest" : "linear")
                .with("coordinate_transformation_mode", "asymmetric")
                .with("nearest_mode", shrinks ? "ceil" : "floor")
                .build();
    }

    private static float[] reals(@Nullable AttributeValue value) {
        if (!(value instanceof AttributeValue.Reals list)) {
            return new float[0];
        }
        float[] reals = new float[list.values().size()];
        for (int i = 0; i < reals.length; i++) {
            reals[i] = list.values().get(i);
        }
        return reals;
    }

    private Rebuilt rebuilt(NodeProto node, List<NodeProto> out) {
        return new Rebuilt(node, draft.names, out);
    }
}
