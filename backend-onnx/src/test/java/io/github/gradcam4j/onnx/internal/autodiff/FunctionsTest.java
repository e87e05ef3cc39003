package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.FunctionBytes;
import io.github.gradcam4j.onnx.internal.proto.FunctionProto;
import io.github.gradcam4j.onnx.internal.proto.GraphProto;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that define operators of their own explain themselves like the same model without them. */
class FunctionsTest {
    private static final Map<String, Long> OPSETS = Map.of("", 17L, "mine", 1L);

    @TempDir
    Path folder;

    /** LeakyRelu with a default slope, an optional bias, and a choice made by an attribute. */
    private static final FunctionProto BLOCK = new FunctionProto(
            "Block",
            "mine",
            List.of("x", "bias"),
            List.of("y", "x_too"),
            List.of(
                    node("", "LeakyRelu", List.of("x"), "h", Map.of("alpha", new AttributeValue.Reference("slope"))),
                    node("mine", "Half", List.of("h"), "half", Map.of()),
                    node("", "Clip", List.of("half", "bias"), "y", Map.of()),
                    node("", "Tanh", List.of("half"), "x_too", Map.of())),
            Map.of("slope", new AttributeValue.Real(0.25f)),
            Map.of("", 17L, "mine", 1L));

    private static final FunctionProto HALF = new FunctionProto(
            "Half",
            "mine",
            List.of("a"),
            List.of("b"),
            List.of(
                    new NodeProto(
                            "half",
                            "",
                            "Constant",
                            List.of(),
                            List.of("h"),
                            Map.of("value", new AttributeValue.Tensor(TensorProto.ofFloats("", List.of(), 0.5f))),
                            Map.of()),
                    node("", "Mul", List.of("a", "h"), "b", Map.of())),
            Map.of(),
            Map.of("", 18L));

    private static NodeProto node(
            String domain, String type, List<String> inputs, String output, Map<String, AttributeValue> attributes) {
        return new NodeProto("", domain, type, inputs, List.of(output), attributes, Map.of());
    }

    private static NodeProto call(String function, List<String> in, List<String> out, Map<String, AttributeValue> a) {
        return new NodeProto("call." + out.get(0), "mine", function, in, out, a, Map.of());
    }

    private static Model network() {
        Model model = new Model(17);
        model.input("x", Samples.spread(3, 2, 3, 5, 4));
        model.floats("w", Samples.between(1, -0.7, 0.7, 4, 3, 3, 3));
        model.floats("low", Samples.between(2, -0.3, -0.2));
        model.node("Conv", List.of("x", "w"), List.of("maps"));
        return model;
    }

    private static void head(Model model, String features) {
        model.node("GlobalAveragePool", List.of(features), List.of("pooled"));
        model.node("Flatten", List.of("pooled"), List.of("scores"));
    }

    @Test
    void a_model_with_functions_has_the_gradients_of_the_model_without() throws IOException {
        Model called = network();
        called.nodes.add(call("Block", List.of("maps"), List.of("a", "b"), Map.of()));
        called.nodes.add(
                call("Block", List.of("a", "low"), List.of("c"), Map.of("slope", new AttributeValue.Real(0.75f))));
        called.node("Add", List.of("b", "c"), List.of("sum"));
        head(called, "sum");
        byte[] bytes = with(called.bytes(OPSETS, "scores"), BLOCK, HALF);

        Model flat = network();
        flat.floats("half", new Array(new int[0], new double[] {0.5}));
        flat.node("LeakyRelu", List.of("maps"), List.of("h1"), "alpha", 0.25f);
        flat.node("Mul", List.of("h1", "half"), List.of("a0"));
        flat.node("Clip", List.of("a0"), List.of("a"));
        flat.node("Tanh", List.of("a0"), List.of("b"));
        flat.node("LeakyRelu", List.of("a"), List.of("h2"), "alpha", 0.75f);
        flat.node("Mul", List.of("h2", "half"), List.of("c0"));
        flat.node("Clip", List.of("c0", "low"), List.of("c"));
        flat.node("Add", List.of("b", "c"), List.of("sum"));
        head(flat, "sum");

        for (String layer : List.of("maps", "a")) {
            Question.Answer one = Question.ask(folder, bytes, called.inputs, layer, 1);
            Question.Answer other = Question.ask(folder, flat.bytes("scores"), flat.inputs, layer, 1);
            assertThat(one.scores().toFloatArray())
                    .containsExactly(other.scores().toFloatArray());
            assertThat(one.gradient().toFloatArray())
                    .containsExactly(other.gradient().toFloatArray());
        }
        Question.Answer inside = Question.ask(folder, bytes, called.inputs, "call.a/h", 1);
        assertThat(inside.gradient().toFloatArray())
                .containsExactly(Question.ask(folder, flat.bytes("scores"), flat.inputs, "h1", 1)
                        .gradient()
                        .toFloatArray());
    }

    @Test
    void a_function_may_choose_a_branch_by_an_attribute() throws IOException {
        GraphProto then = new GraphProto(
                "then",
                List.of(node("", "Sigmoid", List.of("x"), "s", Map.of())),
                List.of(),
                List.of(),
                List.of(ValueInfoProto.untyped("s")),
                List.of());
        GraphProto otherwise = new GraphProto(
                "else",
                List.of(node("", "Exp", List.of("x"), "s", Map.of())),
                List.of(),
                List.of(),
                List.of(ValueInfoProto.untyped("s")),
                List.of());
        FunctionProto choice = new FunctionProto(
                "Choice",
                "mine",
                List.of("x"),
                List.of("y"),
                List.of(
                        node("", "Constant", List.of(), "flag", Map.of("value_int", new AttributeValue.Int(1))),
                        node("", "Cast", List.of("flag"), "condition", Map.of("to", new AttributeValue.Int(9))),
                        node(
                                "",
                                "If",
                                List.of("condition"),
                                "y",
                                Map.of(
                                        "then_branch",
                                        new AttributeValue.Graph(then),
                                        "else_branch",
                                        new AttributeValue.Graph(otherwise)))),
                Map.of(),
                Map.of("", 17L));
        Model called = network();
        called.nodes.add(call("Choice", List.of("maps"), List.of("chosen"), Map.of()));
        head(called, "chosen");
        Model flat = network();
        flat.node("Sigmoid", List.of("maps"), List.of("chosen"));
        head(flat, "chosen");
        Question.Answer one =
                Question.ask(folder, with(called.bytes(OPSETS, "scores"), choice), called.inputs, "maps", 2);
        Question.Answer other = Question.ask(folder, flat.bytes("scores"), flat.inputs, "maps", 2);
        assertThat(one.gradient().toFloatArray())
                .containsExactly(other.gradient().toFloatArray());
    }

    @Test
    void a_function_that_calls_itself_is_refused_before_native_code_sees_it() {
        FunctionProto endless = new FunctionProto(
                "Block",
                "mine",
                List.of("x"),
                List.of("y"),
                List.of(node("mine", "Block", List.of("x"), "y", Map.of())),
                Map.of(),
                Map.of("", 17L, "mine", 1L));
        Model called = network();
        called.nodes.add(call("Block", List.of("maps"), List.of("a"), Map.of()));
        head(called, "a");
        byte[] bytes = with(called.bytes(OPSETS, "scores"), endless);
        assertThatThrownBy(() -> Question.open(folder, bytes).close())
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("'Block' calls itself");
    }

    @Test
    void functions_that_unfold_to_more_than_fits_memory_are_refused() {
        FunctionProto[] doubling = new FunctionProto[40];
        for (int i = 0; i < doubling.length; i++) {
            String inner = "F" + (i + 1);
            boolean last = i == doubling.length - 1;
            doubling[i] = new FunctionProto(
                    "F" + i,
                    "mine",
                    List.of("x"),
                    List.of("y"),
                    List.of(
                            node(last ? "" : "mine", last ? "Relu" : inner, List.of("x"), "h", Map.of()),
                            node(last ? "" : "mine", last ? "Relu" : inner, List.of("h"), "y", Map.of())),
                    Map.of(),
                    OPSETS);
        }
        Model called = network();
        called.nodes.add(call("F0", List.of("maps"), List.of("a"), Map.of()));
        head(called, "a");
        byte[] bytes = with(called.bytes(OPSETS, "scores"), doubling);
        assertThatThrownBy(() -> Question.open(folder, bytes).close())
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("unfold to more than");
    }

    private static byte[] with(byte[] model, FunctionProto... functions) {
        byte[] whole = model;
        for (FunctionProto function : functions) {
            whole = Model.concat(whole, FunctionBytes.of(function));
        }
        return whole;
    }
}
