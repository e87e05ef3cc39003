package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {
    private static Model with(long opset, int... shape) {
        Model model = new Model(opset);
        model.input("x", Samples.spread(3, shape));
        return model;
    }

    private static String number(Model model, double value) {
        return model.floats("c" + model.constants.size(), new Array(new int[0], new double[] {value}));
    }

    /** Says as how many operators the path from x is differentiated. */
    private static int steps(Model model, String score) {
        return steps(model, score, List.of("x"));
    }

    private static int steps(Model model, String score, List<String> layers) {
        Tail tail = Tail.between(new GraphIndex(model.parsed(score)), layers, score);
        ValueTable table = Model.table(model.bytes(score), tail.probes(), model.inputs);
        Emitter emit = new Emitter("t.", model.opset);
        return Patterns.steps(tail, new Pullback(tail, table, layers, emit, () -> "", Extent.ANY), Set.of())
                .size();
    }

    private static void assertOne(Model model, String score) {
        assertThat(steps(model, score)).isEqualTo(1);
        GradientCheck.check(model, score, true);
    }

    private static String mean(Model model, String x, long... axes) {
        return model.opset >= 18
                ? model.node("ReduceMean", List.of(x, model.longs("a" + model.constants.size(), axes)))
                : model.node("ReduceMean", List.of(x), "axes", axes);
    }

    private static String length(Model model, String x, boolean power, long... axes) {
        String square = power ? model.node("Pow", List.of(x, number(model, 2))) : model.node("Mul", List.of(x, x));
        String energy = mean(model, square, axes);
        String epsilon = number(model, 1e-2);
        return model.node(
                "Sqrt", List.of(model.node("Add", power ? List.of(energy, epsilon) : List.of(epsilon, energy))));
    }

    private static String centred(Model model, String x, long... axes) {
        return model.node("Sub", List.of(x, mean(model, x, axes)));
    }

    @ParameterizedTest
    @CsvSource({"11,true,-1", "13,false,-1", "13,true,1", "18,true,2", "20,false,-2"})
    void values_over_their_deviation_are_one_operator(long opset, boolean power, long axis) {
        Model model = with(opset, 2, 3, 5, 4);
        String centred = centred(model, "x", axis);
        assertOne(model, model.node("Div", List.of(centred, length(model, centred, power, axis))));
    }

    @Test
    void deviations_along_several_axes_are_exact() {
        Model model = with(13, 2, 3, 5, 4);
        String centred = centred(model, "x", 1, 3);
        assertOne(model, model.node("Div", List.of(centred, length(model, centred, true, 1, 3))));
    }

    @Test
    void older_exporters_subtract_the_mean_twice() {
        Model model = with(11, 2, 3, 5);
        String mean = mean(model, "x", -1);
        String first = model.node("Sub", List.of("x", mean));
        String second = model.node("Sub", List.of("x", mean));
        assertOne(model, model.node("Div", List.of(first, length(model, second, true, -1))));
    }

    @Test
    void a_mean_along_other_axes_is_no_part_of_a_deviation() {
        Model model = with(13, 2, 3, 5);
        String centred = centred(model, "x", 1);
        String y = model.node("Div", List.of(centred, length(model, centred, true, 2)));
        assertThat(steps(model, y)).isEqualTo(3);
        GradientCheck.check(model, y, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Div", "Reciprocal", "1"})
    void values_over_the_root_of_their_mean_square_are_one_operator(String how) {
        Model model = with(13, 2, 3, 5);
        String length = length(model, "x", true, -1);
        assertOne(
                model,
                switch (how) {
                    case "Div" -> model.node("Div", List.of("x", length));
                    case "Reciprocal" -> model.node("Mul", List.of("x", model.node("Reciprocal", List.of(length))));
                    default -> model.node("Mul", List.of(model.node("Div", List.of(number(model, 1), length)), "x"));
                });
    }

    @Test
    void what_is_added_to_the_mean_square_may_be_anything_fixed_only() {
        for (boolean fixed : new boolean[] {true, false}) {
            Model model = with(13, 2, 3, 5);
            String energy = mean(model, model.node("Mul", List.of("x", "x")), -1);
            String more = fixed
                    ? model.floats("more", Samples.between(1, 0.1, 0.5, 3, 1))
                    : model.node("Exp", List.of(mean(model, "x", -1)));
            String length = model.node("Sqrt", List.of(model.node("Add", List.of(energy, more))));
            String y = model.node("Div", List.of("x", length));
            assertThat(steps(model, y)).isEqualTo(fixed ? 1 : 7);
            GradientCheck.check(model, y, true);
        }
    }

    @ParameterizedTest
    @CsvSource({"x h g", "x g h", "h x g", "g h x"})
    void gelu_is_one_operator_in_any_order(String order) {
        for (boolean divide : new boolean[] {true, false}) {
            Model model = with(13, 2, 3, 5);
            String scaled = divide
                    ? model.node("Div", List.of("x", number(model, Math.sqrt(2))))
                    : model.node("Mul", List.of(number(model, Math.sqrt(0.5)), "x"));
            String gate = model.node("Add", List.of(model.node("Erf", List.of(scaled)), number(model, 1)));
            assertOne(model, product(model, order, gate, 0.5));
        }
    }

    private static String product(Model model, String order, String gate, double half) {
        List<String> factors = List.of(order.split(" ")).stream()
                .map(name -> name.equals("x") ? "x" : name.equals("g") ? gate : number(model, half))
                .toList();
        return model.node("Mul", List.of(factors.get(2), model.node("Mul", List.of(factors.get(0), factors.get(1)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pow", "products", "factored"})
    void the_approximate_gelu_is_one_operator(String how) {
        Model model = with(13, 2, 3, 5);
        String slope = number(model, Math.sqrt(2 / Math.PI));
        String cubic = number(model, 0.044715);
        String square = how.equals("Pow")
                ? model.node("Pow", List.of("x", number(model, 3)))
                : model.node("Mul", List.of("x", "x"));
        String inner = switch (how) {
            case "Pow" -> model.node("Add", List.of("x", model.node("Mul", List.of(cubic, square))));
            case "products" ->
                model.node(
                        "Add",
                        List.of(model.node("Mul", List.of(model.node("Mul", List.of(square, "x")), cubic)), "x"));
            default -> model.node("Add", List.of(number(model, 1), model.node("Mul", List.of(square, cubic))));
        };
        String scaled = how.equals("factored")
                ? model.node("Mul", List.of(model.node("Mul", List.of("x", slope)), inner))
                : model.node("Mul", List.of(inner, slope));
        String gate = model.node("Add", List.of(number(model, 1), model.node("Tanh", List.of(scaled))));
        assertOne(model, product(model, "h x g", gate, 0.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.45, 1.414, 0.707})
    void other_constants_are_no_gelu(double off) {
        Model model = with(13, 2, 3, 5);
        String scaled = model.node("Div", List.of("x", number(model, off == 0.45 ? Math.sqrt(2) : off)));
        String gate = model.node("Add", List.of(model.node("Erf", List.of(scaled)), number(model, 1)));
        String y = product(model, "x g h", gate, off == 0.45 ? off : 0.5);
        assertThat(steps(model, y)).isEqualTo(5);
        GradientCheck.check(model, y, true);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.702, -0.6})
    void swish_is_one_operator(double alpha) {
        for (boolean gateFirst : new boolean[] {true, false}) {
            Model model = with(13, 2, 3, 5);
            String scaled = alpha == 1 ? "x" : model.node("Mul", List.of("x", number(model, alpha)));
            String gate = model.node("Sigmoid", List.of(scaled));
            assertOne(model, model.node("Mul", gateFirst ? List.of(gate, "x") : List.of("x", gate)));
        }
    }

    /** So many channels fill blocks behind a convolution, for which the derivative is written in other operators. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 1.702})
    void swish_in_blocks_is_exact_near_and_far_from_zero(double alpha) {
        for (double far : new double[] {4, 40}) {
            Model model = new Model(13);
            model.input("x", Samples.between(3, -far, far, 2, 16, 3, 5));
            model.floats("cell", Samples.between(4, 0.8, 1.2, 16, 1, 1, 1));
            String x = model.node("Conv", List.of("x", "cell"), "group", 16);
            String scaled = alpha == 1 ? x : model.node("Mul", List.of(x, number(model, alpha)));
            String y = model.node("Mul", List.of(x, model.node("Sigmoid", List.of(scaled))));
            assertThat(steps(model, y)).isEqualTo(2);
            GradientCheck.check(model, y, true);
        }
    }

    @Test
    void a_value_times_its_hard_sigmoid_is_one_operator() {
        Model model = with(13, 2, 3, 5);
        String gate = model.node("HardSigmoid", List.of("x"), "alpha", 0.3f, "beta", 0.45f);
        assertOne(model, model.node("Mul", List.of("x", gate)));
    }

    @Test
    void a_gate_of_another_value_is_no_part() {
        Model model = with(13, 2, 3, 5);
        model.input("z", Samples.spread(4, 2, 3, 5));
        String y = model.node("Mul", List.of("x", model.node("Sigmoid", List.of("z"))));
        assertThat(steps(model, y, List.of("x", "z"))).isEqualTo(2);
        GradientCheck.check(model, y, true);
    }

    @Test
    void what_others_see_is_no_part() {
        Model model = with(13, 2, 3, 5);
        String gate = model.node("Sigmoid", List.of("x"));
        String swish = model.node("Mul", List.of("x", gate));
        assertThat(steps(model, swish)).isEqualTo(1);
        assertThat(steps(model, swish, List.of("x", gate))).as("a layer").isEqualTo(2);
        assertThat(steps(model, gate)).as("the score").isEqualTo(1);
        String both = model.node("Add", List.of(swish, gate));
        assertThat(steps(model, both)).as("another reader").isEqualTo(3);
        GradientCheck.check(model, both, true);
    }

    @Test
    void what_lies_before_the_layer_is_no_part() {
        Model model = with(13, 2, 3, 5);
        String before = model.node("Tanh", List.of("x"));
        String centred = centred(model, before, -1);
        String y = model.node("Div", List.of(centred, length(model, centred, true, -1)));
        assertThat(steps(model, y, List.of(centred))).isEqualTo(1);
        assertThat(steps(model, y, List.of(before))).isEqualTo(1);
        GradientCheck.check(model, y, true);
    }

    @Test
    void a_number_with_more_axes_than_the_value_is_no_part() {
        Model model = with(13, 2, 3);
        String one = model.floats("one", new Array(new int[] {1, 1, 1}, new double[] {1}));
        String swish = model.node("Mul", List.of("x", model.node("Sigmoid", List.of("x"))));
        assertThat(steps(model, model.node("Mul", List.of(swish, one)))).isEqualTo(2);
        Model wide = with(13, 2, 3);
        String half = wide.floats("half", new Array(new int[] {1, 1, 1}, new double[] {0.5}));
        String scaled = wide.node("Div", List.of("x", number(wide, Math.sqrt(2))));
        String gate = wide.node("Add", List.of(wide.node("Erf", List.of(scaled)), number(wide, 1)));
        String y = wide.node("Mul", List.of(wide.node("Mul", List.of("x", gate)), half));
        assertThat(steps(wide, y)).isEqualTo(5);
        GradientCheck.check(wide, y, false);
    }
}
