package io.github.gradcam4j.onnx.internal.rewrite;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.FunctionProto;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Knows what newer standard operator sets changed, so that operators can move from one to another. */
final class OperatorSets {
    /** Operator sets before this one changed more than is listed below. */
    private static final long LISTED_SINCE = 13;

    /** Operators that mean something else, or are written differently, from a version on. */
    private static final Map<String, Set<Long>> CHANGED = Map.ofEntries(
            changed("AveragePool", 19),
            changed("BatchNormalization", 14),
            changed("DFT", 20),
            changed("GridSample", 20),
            changed("GroupNormalization", 21),
            changed("ReduceL1", 18),
            changed("ReduceL2", 18),
            changed("ReduceLogSum", 18),
            changed("ReduceLogSumExp", 18),
            changed("ReduceMax", 18),
            changed("ReduceMean", 18),
            changed("ReduceMin", 18),
            changed("ReduceProd", 18),
            changed("ReduceSumSquare", 18),
            changed("Resize", 18, 19),
            changed("RoiAlign", 16),
            changed("Split", 18));

    /** Operators that version 13 has, and that no later one gave more attributes or inputs. */
    private static final Set<String> OLD = Set.of(
            "Abs",
            "Add",
            "And",
            "Concat",
            "Constant",
            "ConstantOfShape",
            "Conv",
            "ConvTranspose",
            "Cos",
            "Div",
            "Elu",
            "Equal",
            "Erf",
            "Exp",
            "Expand",
            "Flatten",
            "Floor",
            "Gather",
            "GatherElements",
            "Gemm",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "Greater",
            "HardSigmoid",
            "Identity",
            "If",
            "InstanceNormalization",
            "LeakyRelu",
            "Less",
            "Log",
            "Loop",
            "MatMul",
            "Max",
            "MaxPool",
            "Mean",
            "Min",
            "Mul",
            "Neg",
            "Not",
            "Or",
            "PRelu",
            "Pow",
            "Range",
            "Reciprocal",
            "Relu",
            "Scan",
            "Selu",
            "Sigmoid",
            "Sign",
            "Sin",
            "Size",
            "Slice",
            "Softplus",
            "Softsign",
            "Sqrt",
            "Sub",
            "Sum",
            "Tanh",
            "Tile",
            "Transpose",
            "Where");

    private OperatorSets() {}

    private static Map.Entry<String, Set<Long>> changed(String operator, long... versions) {
        return Map.entry(operator, Arrays.stream(versions).boxed().collect(Collectors.toSet()));
    }

    /** Says whether the operators of a function mean the same among operators of other versions. */
    static boolean agree(FunctionProto function, Map<String, Long> opsets) {
        for (Map.Entry<String, Long> wanted : function.opsets().entrySet()) {
            long version = opsets.getOrDefault(wanted.getKey(), wanted.getValue());
            if (version != wanted.getValue()
                    && (!wanted.getKey().isEmpty() || !agree(function.nodes(), wanted.getValue(), version))) {
                return false;
            }
        }
        return true;
    }

    private static boolean agree(List<NodeProto> nodes, long from, long to) {
        if (Math.min(from, to) < LISTED_SINCE) {
            return false;
        }
        for (NodeProto node : nodes) {
            boolean same = !node.domain().isEmpty()
                    || ((to > from || OLD.contains(node.opType())) && !changedBetween(node.opType(), from, to));
            if (!same || !node.attributes().values().stream().allMatch(value -> agree(value, from, to))) {
                return false;
            }
        }
        return true;
    }

    private static boolean agree(AttributeValue value, long from, long to) {
        return value instanceof AttributeValue.Graph graph
                ? agree(graph.value().nodes(), from, to)
                : !(value instanceof AttributeValue.Graphs graphs)
                        || graphs.values().stream().allMatch(graph -> agree(graph.nodes(), from, to));
    }

    private static boolean changedBetween(String operator, long from, long to) {
        return CHANGED.getOrDefault(operator, Set.of()).stream()
                .anyMatch(version -> version > Math.min(from, to) && version <= Math.max(from, to));
    }
}
