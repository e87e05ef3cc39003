package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TailTest {
    private static Model chain() {
        Model model = new Model(13);
        model.input("x", Samples.spread(1, 2, 3, 4));
        return model;
    }

    private static Tail tail(Model model, String score, String... layers) {
        return Tail.between(new GraphIndex(model.parsed(score)), List.of(layers), score);
    }

    @Test
    void only_what_lies_between_layer_and_score_is_in_the_tail() {
        Model model = chain();
        String before = model.node("Det", List.of("x"), List.of("det"));
        String layer = model.node("Relu", List.of("x"), List.of("layer"));
        String side = model.node("Det", List.of(layer), List.of("side"));
        String score = model.node("Tanh", List.of(layer), List.of("score"));
        Tail tail = tail(model, score, layer);
        assertThat(tail.nodes()).extracting(NodeProto::opType).containsExactly("Tanh");
        assertThat(tail.isActive(layer)).isTrue();
        assertThat(List.of(before, side, "x")).noneMatch(tail::isActive);
    }

    @Test
    void every_operator_without_a_rule_is_named_with_its_node_and_later_layers_are_offered() {
        Model model = chain();
        String layer = model.node("Relu", List.of("x"), List.of("layer"));
        String a = model.node("Hardmax", List.of(layer), List.of("a"));
        String b = model.node("Tanh", List.of(a), List.of("b"));
        String c = model.node("Det", List.of(b), List.of("c"));
        String d = model.node("Sigmoid", List.of(c), List.of("d"));
        String score = model.node("Tanh", List.of(d), List.of("score"));
        assertThatThrownBy(() -> tail(model, score, layer))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("Hardmax (node 'node1')")
                .hasMessageContaining("Det (node 'node3')")
                .hasMessageContaining("later layer, such as 'c', 'd'");
    }

    @Test
    void a_layer_that_the_score_does_not_depend_on_is_refused() {
        Model model = chain();
        String layer = model.node("ArgMax", List.of("x"), List.of("places"));
        String cast = model.node("Cast", List.of(layer), List.of("score"), "to", 1);
        assertThatThrownBy(() -> tail(model, cast, "x"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("layer 'x'");
    }

    @Test
    void old_operator_sets_are_refused() {
        Model model = new Model(10);
        model.input("x", Samples.spread(1, 2, 3));
        String score = model.node("Relu", List.of("x"));
        assertThatThrownBy(() -> tail(model, score, "x"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("operator set 10");
    }

    @Test
    void a_value_whose_type_alone_is_used_carries_no_gradient() {
        Model model = new Model(18);
        model.input("x", Samples.spread(1, 2, 3, 4, 5));
        model.floats("w", Samples.spread(2, 2, 3, 3, 3));
        String y = model.node("Relu", List.of("x"));
        String weight = model.node("CastLike", List.of("w", y));
        String score = model.node("Conv", List.of(y, weight));
        assertThat(tail(model, score, "x").nodes())
                .extracting(NodeProto::opType)
                .containsExactly("Relu", "Conv");
    }

    @Test
    void final_activations_over_the_classes_are_found_behind_changes_of_shape() {
        assertThat(activation(13, "Softmax", "axis", -1)).isEqualTo(Score.Activation.SOFTMAX);
        assertThat(activation(11, "Softmax")).isEqualTo(Score.Activation.SOFTMAX);
        assertThat(activation(13, "LogSoftmax", "axis", 1)).isEqualTo(Score.Activation.LOG_SOFTMAX);
        assertThat(activation(13, "Sigmoid")).isEqualTo(Score.Activation.SIGMOID);
        assertThat(activation(13, "Softmax", "axis", 0)).isEqualTo(Score.Activation.NONE);
        assertThat(activation(13, "Relu")).isEqualTo(Score.Activation.NONE);
    }

    private static Score.Activation activation(long opset, String type, Object... attributes) {
        Model model = new Model(opset);
        model.input("x", Samples.spread(1, 2, 3));
        String scores = model.node("Tanh", List.of("x"));
        String activated = model.node(type, List.of(scores), attributes);
        String output = model.node("Identity", List.of(activated));
        GraphIndex graph = new GraphIndex(model.parsed(output));
        for (OptionalInt rank : List.of(OptionalInt.of(2), OptionalInt.empty())) {
            Score score = Score.find(graph, output, rank);
            assertThat(score.output()).isEqualTo(output);
            assertThat(score.value()).isEqualTo(score.activation() == Score.Activation.NONE ? output : scores);
        }
        return Score.find(graph, output, OptionalInt.of(2)).activation();
    }

    @Test
    void a_softmax_over_axis_1_may_stand_between_transpositions() {
        long[][] turns = {{0, 2, 3, 1}, {0, 3, 2, 1}, {0, 2, 1, 3}};
        for (long[] there : turns) {
            long[] back = new long[4];
            for (int i = 0; i < 4; i++) {
                back[(int) there[i]] = i;
            }
            Model model = new Model(11);
            model.input("x", Samples.spread(1, 2, 3, 1, 1));
            String scores = model.node("Tanh", List.of("x"));
            String turned = model.node("Transpose", List.of(scores), "perm", there);
            String activated = model.node("Softmax", List.of(turned), "axis", 3);
            String output = model.node("Transpose", List.of(activated), "perm", back);
            Score score = Score.find(new GraphIndex(model.parsed(output)), output, OptionalInt.of(4));
            boolean classes = there[3] == 1;
            assertThat(score.value()).isEqualTo(classes ? scores : output);
            assertThat(score.activation()).isEqualTo(classes ? Score.Activation.SOFTMAX : Score.Activation.NONE);
        }
    }

    @Test
    void files_in_the_runtimes_blocked_layout_are_refused_with_what_to_do() {
        Model model = chain();
        String y = model.node("com.microsoft.nchwc.Conv", List.of("x"));
        assertThatThrownBy(() -> tail(model, y, "x"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("com.microsoft.nchwc.Conv (node 'node0') works in the blocked layout")
                .hasMessageContaining("ORT_ENABLE_EXTENDED");
    }

    @Test
    void what_differs_between_two_batch_sizes_becomes_free() {
        ValueTable one = table(List.of(1L, 3L), List.of(1L, 9L));
        ValueTable two = table(List.of(2L, 3L), List.of(2L, 9L));
        ValueTable.Entry merged = one.merge(two).find("v").orElseThrow();
        assertThat(merged.shape()).containsExactly(ValueTable.FREE, 3L);
        assertThat(merged.integers()).isEmpty();
        assertThat(one.merge(one).find("v").orElseThrow().integers()).contains(List.of(1L, 9L));
        assertThatIllegalArgumentException().isThrownBy(() -> one.merge(table(List.of(1L), List.of())));
    }

    private static ValueTable table(List<Long> shape, List<Long> values) {
        return new ValueTable(Map.of("v", new ValueTable.Entry(DataType.INT64, shape, Optional.of(values))));
    }

    @Test
    void a_model_that_was_patched_before_can_be_patched_again() {
        Model model = new Model(13);
        model.input("gradcam4j.x", Samples.spread(1, 2, 3));
        String score = model.node("Tanh", List.of("gradcam4j.x"));
        GradientPatch patch = Tables.differentiate(model, score, Seed.CLASS_GIVEN, "gradcam4j.x");
        assertThat(patch.seedInput()).isEqualTo("gradcam4j2.query");
        Map<String, Runtime.Measured> results =
                Tables.run(model, score, patch, new Array(new int[] {1, 2}, new double[] {0, 2}));
        assertThat(new HashMap<>(results)).containsKeys("gradcam4j2.classes", "gradcam4j2.gradient.0");
    }
}
