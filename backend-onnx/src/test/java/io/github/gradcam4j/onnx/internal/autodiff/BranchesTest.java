package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.GraphProto;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.spi.GradientModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches that constants or shapes decide are not in the way of gradients; those that data decides are refused by name. */
class BranchesTest {
    @TempDir
    Path folder;

    private static Model network(Array x) {
        Model model = new Model(17);
        model.input("x", x);
        model.floats("w", Samples.between(1, -0.7, 0.7, 4, 3, 3, 3));
        model.node("Conv", List.of("x", "w"), List.of("maps"));
        return model;
    }

    private static Model flat(Array x, String operator, double factor) {
        Model model = network(x);
        model.floats("factor", new Array(new int[0], new double[] {factor}));
        model.node("Mul", List.of("maps", "factor"), List.of("scaled"));
        head(model, model.node(operator, List.of("scaled"), List.of("chosen")));
        return model;
    }

    private static void head(Model model, String features) {
        model.node("GlobalAveragePool", List.of(features), List.of("pooled"));
        model.node("Flatten", List.of("pooled"), List.of("scores"));
    }

    /** A branch with a constant of its own, which reads a value of the graph around it. */
    private static AttributeValue branch(String operator, float factor) {
        return new AttributeValue.Graph(new GraphProto(
                operator,
                List.of(
                        new NodeProto("", "", "Mul", List.of("maps", "f"), List.of("scaled"), Map.of(), Map.of()),
                        new NodeProto("", "", operator, List.of("scaled"), List.of("out"), Map.of(), Map.of())),
                List.of(TensorProto.ofFloats("f", List.of(), factor)),
                List.of(),
                List.of(ValueInfoProto.untyped("out")),
                List.of()));
    }

    private static Model choosing(Model model, String condition) {
        model.nodes.add(new NodeProto(
                "choice",
                "",
                "If",
                List.of(condition),
                List.of("chosen"),
                Map.of("then_branch", branch("Sigmoid", 0.5f), "else_branch", branch("Exp", 0.25f)),
                Map.of()));
        head(model, "chosen");
        return model;
    }

    @Test
    void a_branch_that_a_constant_decides_is_taken_for_good() throws IOException {
        Array x = Samples.spread(3, 2, 3, 5, 4);
        Model model = network(x);
        model.bools("yes", Array.vector(1));
        choosing(model, "yes");
        Question.Answer one = Question.ask(folder, model.bytes("scores"), model.inputs, "maps", 1);
        Question.Answer other = Question.ask(folder, flat(x, "Sigmoid", 0.5).bytes("scores"), model.inputs, "maps", 1);
        assertThat(one.scores().toFloatArray()).containsExactly(other.scores().toFloatArray());
        assertThat(one.gradient().toFloatArray())
                .containsExactly(other.gradient().toFloatArray());
        assertThat(Question.ask(folder, model.bytes("scores"), model.inputs, "scaled", 1)
                        .activations()
                        .toFloatArray())
                .as("a value inside of the branch can be a layer")
                .containsExactly(
                        Question.ask(folder, flat(x, "Sigmoid", 0.5).bytes("scores"), model.inputs, "scaled", 1)
                                .activations()
                                .toFloatArray());
    }

    /** The number of items decides, which must not be taken for a free dimension. */
    @Test
    void a_branch_that_the_shape_decides_is_taken_for_each_shape() throws IOException {
        Model model = network(Array.zeros(1, 3, 5, 4));
        model.node("Shape", List.of("x"), List.of("shape"));
        model.longs("zero", 0);
        model.longs("two", 2);
        model.node("Gather", List.of("shape", "zero"), List.of("items"));
        choosing(model, model.node("Equal", List.of("items", "two")));
        try (GradientModel opened = Question.open(folder, model.bytes("scores"))) {
            for (int items : new int[] {1, 2, 3, 2, 4}) {
                Array x = Samples.spread(3, items, 3, 5, 4);
                Model flat = items == 2 ? flat(x, "Sigmoid", 0.5) : flat(x, "Exp", 0.25);
                Question.Answer one = Question.ask(opened, Map.of("x", x), "maps", 1);
                Question.Answer other = Question.ask(folder, flat.bytes("scores"), flat.inputs, "maps", 1);
                assertThat(one.scores().toFloatArray())
                        .containsExactly(other.scores().toFloatArray());
                assertThat(one.gradient().toFloatArray())
                        .as(items + " items")
                        .containsExactly(other.gradient().toFloatArray());
            }
        }
    }

    @Test
    void a_branch_that_data_decides_is_allowed_before_the_layer_and_refused_by_name_behind_it() throws IOException {
        Model model = network(Samples.spread(3, 1, 3, 5, 4));
        String most = model.node("ReduceMax", List.of("x"), "keepdims", 0);
        model.floats("limit", new Array(new int[0], new double[] {1}));
        choosing(model, model.node("Greater", List.of(most, "limit")));
        byte[] bytes = model.bytes("scores");
        Question.Answer behind = Question.ask(folder, bytes, model.inputs, "pooled", 2);
        assertThat(behind.gradient().toFloatArray()).containsExactly(0, 0, 1, 0);
        assertThatThrownBy(() -> Question.ask(folder, bytes, model.inputs, "maps", 2))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("If (node 'choice')")
                .hasMessageContaining("data");
    }
}
