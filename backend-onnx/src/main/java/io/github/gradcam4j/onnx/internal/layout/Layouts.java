package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells what the axes of each value count, from what operators do: convolutions take channels first and recurrent layers
 * steps, look-ups in a table make features of token numbers, and everything else hands on what its inputs' axes count. Sizes
 * decide nothing.
 */
public final class Layouts {
    private final Arrangements known;

    private Layouts(Arrangements known) {
        this.known = known;
    }

    /**
     * Follows the operators of a graph.
     *
     * @param graph the graph
     * @param values sizes of one run
     * @return the layouts that follow from the operators
     */
    public static Layouts of(GraphIndex graph, ValueTable values) {
        Readings readings = new Readings(graph, values);
        Arrangements known = new Arrangements(readings);
        Seeds seeds = new Seeds(graph, known);
        // What operators are defined to take goes before the custom that items come first.
        seeds.recurrentLayers(convolved(graph, readings));
        follow(graph, known, node -> {});
        seeds.tokenNumbers();
        follow(graph, known, node -> {});
        follow(graph, known, seeds::channelsFirst);
        return new Layouts(withFeatures(graph, known));
    }

    /** What convolutions alone say, which make no items: what a recurrent layer takes for items may be rows of a picture. */
    private static Arrangements convolved(GraphIndex graph, Readings readings) {
        Arrangements convolved = new Arrangements(readings);
        if (graph.nodes().stream().anyMatch(Seeds::isRecurrent)) {
            follow(graph, convolved, new Seeds(graph, convolved)::channelsFirst);
        }
        return convolved;
    }

    /** Inputs of rank 3 that nothing is known about are taken for items, steps and features, if weights agree with that. */
    private static Arrangements withFeatures(GraphIndex graph, Arrangements known) {
        Arrangements supposed = known.copy();
        Seeds seeds = new Seeds(graph, supposed);
        if (!seeds.features()) {
            return known;
        }
        follow(graph, supposed, seeds::channelsFirst);
        return ProductRule.haveWeightsForFeaturesAlone(graph, supposed) ? supposed : known;
    }

    /** What operators need and make reaches inputs and branches backward; what hangs on those is reached forward. */
    private static void follow(GraphIndex graph, Arrangements known, Consumer<NodeProto> seed) {
        forward(graph, known, seed);
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            NodeProto node = graph.nodes().get(i);
            AxisRules.of(node).ifPresent(rule -> rule.backward(node, known));
        }
        forward(graph, known, seed);
    }

    private static void forward(GraphIndex graph, Arrangements known, Consumer<NodeProto> seed) {
        for (NodeProto node : graph.nodes()) {
            seed.accept(node);
            AxisRules.of(node).ifPresent(rule -> rule.forward(node, known));
        }
    }

    /**
     * Returns what the axes of a value count.
     *
     * @param value name of the value
     * @param rank its number of axes
     * @return its layout, in which axes are {@link Axis#OTHER} that count nothing, several things or a part of one
     */
    public Layout layout(String value, int rank) {
        return known.find(value)
                .filter(arrangement -> arrangement.rank() == rank)
                .map(Arrangement::layout)
                .orElseGet(() -> Layout.unknown(rank));
    }

    Optional<Arrangement> arrangement(String value) {
        return known.find(value);
    }

    Readings readings() {
        return known.readings();
    }

    boolean hasPositions(String value) {
        return known.find(value).filter(Arrangement::hasPositions).isPresent();
    }

    /** Tells whether a value has a gradient, or is a code of one that has: indices, conditions and sizes have none. */
    boolean carries(String value) {
        DataType type =
                readings().values().find(value).map(ValueTable.Entry::type).orElse(DataType.BOOL);
        return !readings().graph().isShapeDerived(value) && type != DataType.BOOL && type != DataType.INT64;
    }
}
