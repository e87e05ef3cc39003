package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Knows where gradients may be left to work with heights, widths and lengths that only the run knows. A rule is written for
 * known sizes unless it is listed here; a graph that needs another one is built for each geometry by itself.
 */
public final class FreeSizes {
    private static final Set<String> ELEMENTWISE = Set.of(
            "Abs",
            "Add",
            "Cast",
            "Celu",
            "Clip",
            "Div",
            "Dropout",
            "Elu",
            "Erf",
            "Exp",
            "Gelu",
            "HardSigmoid",
            "HardSwish",
            "Identity",
            "LeakyRelu",
            "Log",
            "Max",
            "Mean",
            "Min",
            "Mish",
            "Mul",
            "Neg",
            "PRelu",
            "RMSNormalization",
            "SimplifiedLayerNormalization",
            "Pow",
            "Reciprocal",
            "Relu",
            "Selu",
            "Sigmoid",
            "Softplus",
            "Softsign",
            "Sqrt",
            "Sub",
            "Sum",
            "Swish",
            "Tanh",
            "ThresholdedRelu",
            "Where",
            "com.microsoft.BiasGelu",
            "com.microsoft.FastGelu",
            "com.microsoft.Gelu",
            "com.microsoft.QuickGelu",
            "com.microsoft.SkipLayerNormalization",
            "com.microsoft.SkipSimplifiedLayerNormalization");

    private static final Set<String> MATRICES = Set.of("Expand", "Gemm", "MatMul");

    /** Operators that repeat no operand along axes of size 1, or whose rules do not ask whether they do. */
    private static final Set<String> WITHOUT_REPETITION = Set.of(
            "AveragePool",
            "BatchNormalization",
            "Concat",
            "Conv",
            "ConvTranspose",
            "Flatten",
            "GRU",
            "Gather",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "GroupNormalization",
            "InstanceNormalization",
            "LSTM",
            "LayerNormalization",
            "LogSoftmax",
            "MaxPool",
            "Pad",
            "RNN",
            "ReduceL2",
            "ReduceMax",
            "ReduceMean",
            "ReduceMin",
            "ReduceSum",
            "Reshape",
            "Resize",
            "Slice",
            "Softmax",
            "Split",
            "Squeeze",
            "Transpose",
            "Unsqueeze");

    private FreeSizes() {}

    /** Refuses an operator whose rule needs sizes that are not known. */
    static void require(NodeProto node, Pullback pullback) {
        String operator = node.qualifiedType();
        boolean serves = Stream.of(ELEMENTWISE, MATRICES, WITHOUT_REPETITION).anyMatch(set -> set.contains(operator));
        if (!serves
                && Stream.concat(node.inputs().stream(), node.outputs().stream())
                        .anyMatch(pullback::isResized)) {
            throw new Backward.Refused("has a rule for sizes that are known before the run alone");
        }
    }

    /**
     * Says whether operators repeat the same operands along the same axes in a geometry as they do for free sizes: a free size
     * may turn out to be 1 where another operand has more.
     *
     * @param graph the model
     * @param free what is known for any geometry
     * @param known what is known for one that {@code free} admits
     * @return true if all repetitions of {@code known} are ones of {@code free}
     */
    public static boolean repeatAlike(GraphIndex graph, ValueTable free, ValueTable known) {
        return graph.nodes().stream()
                .filter(node -> !WITHOUT_REPETITION.contains(node.qualifiedType()))
                .allMatch(node -> node.outputs().stream()
                        .allMatch(
                                output -> node.inputs().stream().allMatch(input -> alike(input, output, free, known))));
    }

    private static boolean alike(String input, String output, ValueTable free, ValueTable known) {
        if (!free.isResized(input) && !free.isResized(output)) {
            return true;
        }
        var from = known.find(input);
        var to = known.find(output);
        if (from.isEmpty() || to.isEmpty()) {
            return true;
        }
        long[] freeFrom = sizes(free, input);
        long[] freeTo = sizes(free, output);
        long[] knownFrom = sizes(known, input);
        long[] knownTo = sizes(known, output);
        for (int i = 1; i <= Math.min(knownFrom.length, knownTo.length); i++) {
            boolean repeats = repeats(knownFrom, knownTo, i);
            if (repeats && !repeats(freeFrom, freeTo, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean repeats(long[] from, long[] to, int fromTheEnd) {
        return from[from.length - fromTheEnd] == 1 && to[to.length - fromTheEnd] != 1;
    }

    private static long[] sizes(ValueTable table, String value) {
        return table.find(value).orElseThrow().shape().stream()
                .mapToLong(Long::longValue)
                .toArray();
    }
}
