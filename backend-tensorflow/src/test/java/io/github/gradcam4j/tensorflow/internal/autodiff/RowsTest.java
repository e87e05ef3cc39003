package io.github.gradcam4j.tensorflow.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensorflow.internal.engine.Program;
import io.github.gradcam4j.tensorflow.internal.engine.TensorFlowEngine;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;

/** Gradients of many rows in one run are those of each row. */
final class RowsTest {
    private static final DataType TYPE = DataType.DT_DOUBLE;
    private static final int ROWS = 3;

    private final Emitter emit = new Emitter(TensorFlowEngine.operators(), "test");

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void one_run_equals_many(long seed) {
        RandomGraph graph = new RandomGraph(seed, emit);
        Value score = emit.of("Tanh", graph.outputs().get(0));
        Node seeds = Differences.placeholder(TYPE, emit);
        Value first = emit.of("GatherV2", seeds.output(), emit.whole(0), emit.whole(0));
        List<Value> targets = graph.points().keySet().stream().map(Node::output).toList();
        Derivatives.Derived derived = new Derivatives(Shapes.UNKNOWN).gradients(score, first, targets, emit);
        List<Value> single = new ArrayList<>(List.of(score));
        single.addAll(derived.gradients().values());
        single = derived.replacements().applied(single);
        List<Value> gradients = single.subList(1, single.size());
        List<Value> rows = new Rows(emit).of(seeds.output(), first, gradients);

        Numbers center = run(graph.points(), single.subList(0, 1)).get(0);
        Numbers cotangents = Numbers.normal(new Random(seed), center.shape().stacked(ROWS));
        List<Numbers> together = run(with(graph.points(), seeds, cotangents), rows);
        int size = center.values().length;
        for (int row = 0; row < ROWS; row++) {
            Numbers one = new Numbers(center.shape().stacked(1), part(cotangents, row, size));
            List<Numbers> alone = run(with(graph.points(), seeds, one), gradients);
            for (int i = 0; i < alone.size(); i++) {
                double[] values = alone.get(i).values();
                assertThat(part(together.get(i), row, values.length)).isEqualTo(values);
            }
        }
    }

    private static double[] part(Numbers all, int row, int length) {
        return Arrays.copyOfRange(all.values(), row * length, (row + 1) * length);
    }

    private static Map<Node, Numbers> with(Map<Node, Numbers> points, Node node, Numbers numbers) {
        Map<Node, Numbers> all = new LinkedHashMap<>(points);
        all.put(node, numbers);
        return all;
    }

    private List<Numbers> run(Map<Node, Numbers> inputs, List<Value> wanted) {
        Map<Node, Tensor> feeds = new LinkedHashMap<>();
        inputs.forEach((node, numbers) -> feeds.put(node, numbers.toRuntime(TYPE)));
        try (Program program = new Program(
                        emit.operators(),
                        wanted,
                        List.copyOf(inputs.keySet()),
                        Map.of(),
                        List.of(),
                        new Program.Options(OptionalInt.of(1), false));
                Result result = program.run(feeds, wanted)) {
            List<Numbers> all = new ArrayList<>();
            for (int i = 0; i < wanted.size(); i++) {
                all.add(Numbers.of(result.get(i)));
            }
            return all;
        } finally {
            feeds.values().forEach(Tensor::close);
        }
    }
}
