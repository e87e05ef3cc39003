package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Composes the rules at random. More graphs: {@code -Dgradcam4j.random.graphs=20000 -Dgradcam4j.random.seed=1}. */
class RandomGraphsTest {
    private static final long FIRST = Long.getLong("gradcam4j.random.seed", 20240311);
    private static final int GRAPHS = Integer.getInteger("gradcam4j.random.graphs", 200);
    private static final int MOST_SHOWN = 5;

    @Test
    void gradients_of_random_graphs_are_those_of_differences_in_double_precision() {
        int skipped = 0;
        List<String> failures = new ArrayList<>();
        for (long seed = FIRST; seed < FIRST + GRAPHS && failures.size() < MOST_SHOWN; seed++) {
            RandomGraph graph = new RandomGraph(seed);
            List<String> layers = graph.layers();
            try {
                Optional<String> wrong = check(graph.model, graph.score(), layers, graph.batched);
                if (wrong.isPresent()) {
                    failures.add("Seed " + seed + ": " + wrong.get() + "\n" + text(graph.model, layers)
                            + "smallest part that fails: "
                            + smallest(graph.model, graph.score(), layers, graph.batched));
                }
            } catch (DirectionalCheck.TooNear e) {
                skipped++;
            }
        }
        assertThat(failures).isEmpty();
        assertThat(DirectionalCheck.served).as("graphs for free sizes").isGreaterThan(GRAPHS);
        assertThat(skipped).as("graphs too near a kink").isLessThan(GRAPHS / 20 + 1);
    }

    /** Operators with a domain, an operator set or inputs of their own: their rules are tested one by one. */
    private static final java.util.Set<String> ALONE = java.util.Set.of(
            "Acos",
            "Acosh",
            "Asin",
            "Atanh",
            "Attention",
            "Col2Im",
            "Cosh",
            "CumSum",
            "Einsum",
            "GatherElements",
            "GatherND",
            "GlobalLpPool",
            "GridSample",
            "LpNormalization",
            "LpPool",
            "MeanVarianceNormalization",
            "Mod",
            "RMSNormalization",
            "ReduceProd",
            "RotaryEmbedding",
            "ScatterElements",
            "ScatterND",
            "Shrink",
            "SimplifiedLayerNormalization",
            "Sinh",
            "Tan",
            "TopK",
            "Trilu");

    @Test
    void every_operator_that_has_a_rule_and_a_definition_is_drawn() {
        TreeSet<String> missing = new TreeSet<>(Reference.operators());
        missing.removeIf(
                type -> !GradientRules.knows(new NodeProto("n", "", type, List.of(), List.of(), Map.of(), Map.of())));
        missing.removeAll(RandomOperators.drawn());
        missing.removeAll(ALONE);
        missing.removeIf(type -> type.contains("."));
        assertThat(missing).isEmpty();
    }

    private static Optional<String> check(Model model, String score, List<String> layers, boolean freeBatch) {
        Map<String, Array> base = Reference.run(model, model.inputs);
        DirectionalCheck.Oracle oracle = new DirectionalCheck.Oracle(
                given -> {
                    Map<String, Array> values = Reference.run(model, given);
                    requireSmooth(model, base, values);
                    return values;
                },
                given -> Reference.run(model, given),
                1e-5,
                GradientCheck.TOLERANCE);
        try {
            return new DirectionalCheck(model.bytes(score), model.inputs, score, layers, oracle).run(freeBatch);
        } catch (UnsupportedModelException | AssertionError e) {
            return Optional.of(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /** Checks that between two runs no operand moved more than half of the way to a kink. */
    private static void requireSmooth(Model model, Map<String, Array> base, Map<String, Array> moved) {
        for (NodeProto node : model.nodes) {
            double distance = Kinks.distance(Reference.call(node, model.opset, base));
            for (String operand : Double.isInfinite(distance) ? List.<String>of() : node.inputs()) {
                if (!operand.isEmpty() && at(moved, operand).distance(at(base, operand)) > distance / 2) {
                    throw new DirectionalCheck.TooNear();
                }
            }
        }
    }

    private static Array at(Map<String, Array> values, String name) {
        return Optional.ofNullable(values.get(name)).orElseThrow();
    }

    /** Drops nodes from either end for as long as what is left still fails, and describes that. */
    private static String smallest(Model model, String score, List<String> layers, boolean freeBatch) {
        Map<String, Array> values = Reference.run(model, model.inputs);
        for (int from = model.nodes.size() - 1; from >= 0; from--) {
            for (int to = from; to < model.nodes.size(); to++) {
                List<NodeProto> nodes = model.nodes.subList(from, to + 1);
                Map<String, Array> read = new LinkedHashMap<>();
                List<String> made =
                        nodes.stream().flatMap(n -> n.outputs().stream()).toList();
                nodes.stream().flatMap(n -> n.inputs().stream()).forEach(name -> {
                    if (!name.isEmpty() && !made.contains(name) && !model.constants.containsKey(name)) {
                        read.put(name, Optional.ofNullable(values.get(name)).orElseThrow());
                    }
                });
                Model part = model.part(nodes, read);
                for (String end : nodes.get(nodes.size() - 1).outputs()) {
                    Optional<String> wrong = wrongPart(part, end, freeBatch);
                    if (wrong.isPresent()) {
                        return wrong.get() + "\n" + text(part, List.copyOf(read.keySet()));
                    }
                }
            }
        }
        return "no part by itself; layers " + layers;
    }

    private static Optional<String> wrongPart(Model part, String score, boolean freeBatch) {
        List<String> layers = new ArrayList<>(part.inputs.keySet());
        TreeSet<String> needed = new TreeSet<>(List.of(score));
        for (int i = part.nodes.size() - 1; i >= 0; i--) {
            if (part.nodes.get(i).outputs().stream().anyMatch(needed::contains)) {
                needed.addAll(part.nodes.get(i).inputs());
            }
        }
        layers.retainAll(needed);
        try {
            return layers.isEmpty() ? Optional.empty() : check(part, score, layers, freeBatch);
        } catch (DirectionalCheck.TooNear e) {
            return Optional.empty();
        }
    }

    private static String text(Model model, List<String> layers) {
        String inputs = model.inputs.entrySet().stream()
                .map(e -> e.getKey() + Arrays.toString(e.getValue().shape()))
                .collect(Collectors.joining(", "));
        Map<String, Array> values = Reference.run(model, model.inputs);
        return "operator set " + model.opset + ", inputs " + inputs + ", layers " + layers + "\n"
                + model.nodes.stream().map(node -> line(node, model, values)).collect(Collectors.joining());
    }

    private static String line(NodeProto node, Model model, Map<String, Array> values) {
        String outputs = node.outputs().stream()
                .map(name -> name
                        + Arrays.toString(Optional.ofNullable(values.get(name))
                                .orElseThrow()
                                .shape()))
                .collect(Collectors.joining(", "));
        String inputs = node.inputs().stream()
                .map(name -> Optional.ofNullable(model.constants.get(name))
                        .map(c -> c.data().length <= 8 ? Arrays.toString(c.data()) : name + Arrays.toString(c.shape()))
                        .orElse(name))
                .collect(Collectors.joining(", "));
        return "  " + outputs + " = " + node.opType() + "(" + inputs + ") " + node.attributes() + "\n";
    }
}
