package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.GraphOrder;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Knows the values whose sizes the elements of the inputs decide, and not their shapes: what NonZero finds, what Expand, Range or
 * Slice make of numbers that were fed. All other sizes follow from those. Gradients are built for the sizes that were
 * measured; the run says which ones it met.
 *
 * @param values names of such values before a score
 */
public record DataSizes(List<String> values) {
    /** Inputs of operators whose elements, and not their shapes, decide the shapes of the outputs. */
    private static final Map<String, List<Integer>> DECIDING = Map.ofEntries(
            Map.entry("CenterCropPad", List.of(1)),
            Map.entry("Col2Im", List.of(1, 2)),
            Map.entry("ConstantOfShape", List.of(0)),
            Map.entry("Expand", List.of(1)),
            Map.entry("MaxUnpool", List.of(2)),
            Map.entry("OneHot", List.of(1)),
            Map.entry("Pad", List.of(1, 3)),
            Map.entry("Range", List.of(0, 1, 2)),
            Map.entry("ReduceL1", List.of(1)),
            Map.entry("ReduceL2", List.of(1)),
            Map.entry("ReduceLogSum", List.of(1)),
            Map.entry("ReduceLogSumExp", List.of(1)),
            Map.entry("ReduceMax", List.of(1)),
            Map.entry("ReduceMean", List.of(1)),
            Map.entry("ReduceMin", List.of(1)),
            Map.entry("ReduceProd", List.of(1)),
            Map.entry("ReduceSum", List.of(1)),
            Map.entry("ReduceSumSquare", List.of(1)),
            Map.entry("Reshape", List.of(1)),
            Map.entry("Resize", List.of(2, 3)),
            Map.entry("Slice", List.of(1, 2, 3, 4)),
            Map.entry("Split", List.of(1)),
            Map.entry("Squeeze", List.of(1)),
            Map.entry("Tile", List.of(1)),
            Map.entry("TopK", List.of(1)),
            Map.entry("Unsqueeze", List.of(1)),
            Map.entry("Upsample", List.of(1)));

    /** Operators that decide the shapes of their outputs by what they find. */
    private static final Set<String> FINDING = Set.of(
            "Compress",
            "ConcatFromSequence",
            "If",
            "Loop",
            "NonMaxSuppression",
            "NonZero",
            "OptionalGetElement",
            "SequenceAt",
            "StringSplit",
            "Unique");

    /** Copies the list. */
    public DataSizes {
        values = List.copyOf(values);
    }

    /**
     * Finds the values.
     *
     * @param graph the model
     * @param score name of the score
     * @return those that the score depends on, in the order of the operators
     */
    public static DataSizes before(GraphIndex graph, String score) {
        Set<String> needed = new HashSet<>(Set.of(score));
        List<String> found = new ArrayList<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            NodeProto node = graph.nodes().get(i);
            if (node.outputs().stream().noneMatch(needed::contains)) {
                continue;
            }
            needed.addAll(GraphOrder.reads(node));
            if (decides(graph, node)) {
                node.outputs().stream().filter(needed::contains).forEach(name -> found.add(0, name));
            }
        }
        return new DataSizes(found);
    }

    private static boolean decides(GraphIndex graph, NodeProto node) {
        return FINDING.contains(node.opType())
                ? !node.outputs().stream().allMatch(graph::isShapeDerived)
                : DECIDING.getOrDefault(node.opType(), List.of()).stream()
                        .flatMap(input -> node.input(input).stream())
                        .anyMatch(input -> !graph.isShapeDerived(input));
    }

    /**
     * Says whether there are none.
     *
     * @return true if the shapes of the inputs decide all sizes
     */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /**
     * Lists the sizes that were measured.
     *
     * @param table what was measured
     * @return the sizes of all values one after the other, {@link ValueTable#FREE} for those that may be any
     */
    public List<Long> in(ValueTable table) {
        return values.stream()
                .flatMap(value -> table.find(value).stream())
                .flatMap(entry -> entry.shape().stream())
                .toList();
    }

    /**
     * Says whether a run met the sizes that were measured.
     *
     * @param measured what {@link #in} lists
     * @param met the sizes of the run in the same order
     * @return true if all sizes that are not free are the same
     */
    public static boolean same(List<Long> measured, List<Long> met) {
        return measured.size() == met.size()
                && IntStream.range(0, measured.size())
                        .allMatch(i -> measured.get(i) == ValueTable.FREE
                                || measured.get(i).equals(met.get(i)));
    }

    /**
     * Builds what tells the sizes.
     *
     * @param graph the model
     * @param table what was measured; values that are no tensors are not in it
     * @return what to append to the model, with one output: INT64, the sizes of all values one after the other
     */
    public ModelPatch patch(GraphIndex graph, ValueTable table) {
        String prefix = Differentiator.unusedPrefix(graph) + "sizes";
        Emitter emit = new Emitter(prefix + ".", graph.opset());
        String[] shapes = values.stream()
                .filter(value -> table.find(value).isPresent())
                .map(value -> emit.op("Shape", value))
                .toArray(String[]::new);
        emit.alias(emit.concat(0, shapes), prefix);
        List<NodeProto> nodes = emit.nodesFor(List.of(prefix));
        return new ModelPatch(nodes, List.of(), List.of(), List.of(ValueInfoProto.untyped(prefix)));
    }
}
