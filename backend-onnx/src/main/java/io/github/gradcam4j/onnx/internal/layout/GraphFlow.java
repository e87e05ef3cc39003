package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.internal.axes.Dataflow;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.Rule;
import io.github.gradcam4j.internal.axes.Step;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.GraphOrder;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A graph as steps whose rules say what they do to axes; what is constant has none. */
final class GraphFlow {
    private final Readings readings;
    private final Map<String, Node> nodes = new HashMap<>();
    private final List<Node> inputs = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Set<Node> made = new HashSet<>();

    private GraphFlow(Readings readings) {
        this.readings = readings;
    }

    static GraphFlow of(Readings readings) {
        GraphFlow flow = new GraphFlow(readings);
        readings.graph().model().graph().inputs().stream()
                .map(ValueInfoProto::name)
                .filter(readings.graph()::isInput)
                .forEach(input -> flow.inputs.add(flow.node(input)));
        readings.graph().nodes().forEach(flow::add);
        return flow;
    }

    Dataflow dataflow() {
        return new Dataflow(steps, inputs);
    }

    Optional<Node> find(String value) {
        return Optional.ofNullable(nodes.get(value));
    }

    private void add(NodeProto proto) {
        boolean measured = proto.input(0).flatMap(readings::shape).isPresent()
                && proto.outputs().stream()
                        .filter(output -> !output.isEmpty())
                        .findFirst()
                        .flatMap(readings::shape)
                        .isPresent();
        if (measured) {
            Operators.of(proto).ifPresent(operator -> operator.apply(new Operation(proto, this)));
        }
        List<Node> read = GraphOrder.reads(proto).stream().map(this::node).toList();
        for (String output : proto.outputs()) {
            if (!output.isEmpty() && !made.contains(node(output))) {
                make(proto.opType(), Rule.NOTHING, read, node(output));
            }
        }
    }

    void make(String operator, Rule rule, List<Node> from, Node to) {
        made.add(to);
        if (!to.isConstant() && !from.isEmpty()) {
            steps.add(new Step(operator, rule, from, to));
        }
    }

    Readings readings() {
        return readings;
    }

    Node node(String value) {
        return nodes.computeIfAbsent(
                value,
                name -> new Node(
                        type(name),
                        readings.shape(name).orElse(null),
                        readings.graph().isShapeDerived(name)));
    }

    /** Returns the type of a value; null if nothing follows from it, as sums of quantised numbers are whole numbers too. */
    private @Nullable DType type(String value) {
        DataType type =
                readings.values().find(value).map(ValueTable.Entry::type).orElse(DataType.BOOL);
        boolean input = readings.graph().isInput(value);
        return switch (type) {
            case FLOAT -> DType.FLOAT32;
            case FLOAT16 -> DType.FLOAT16;
            case INT32 -> input && readings.rank(value) == 2 ? DType.INT32 : null;
            case INT64 -> DType.INT64;
            case BOOL -> DType.BOOL;
            default -> null;
        };
    }
}
