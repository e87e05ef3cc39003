package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models that must be served at any height, width or length. How exact that is, the tests of single rules check as well, with
 * all their attributes, wherever a rule serves free sizes.
 */
class FreeSizesTest {
    private static final int[] PLANE = {2, 3};
    private static final int[] TOKENS = {1};

    private static Model model(long opset, int... shape) {
        Model model = new Model(opset);
        model.input("x", Samples.spread(1, shape));
        return model;
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "2,1,1", "3,1,1", "2,2,1", "1,1,4", "2,1,4", "3,2,2"})
    void convolutions(int stride, int dilation, int groups) {
        Model m = model(17, 2, 4, 9, 7);
        m.floats("w", Samples.spread(2, 4, 4 / groups, 3, 3));
        String y = m.node(
                "Conv",
                List.of("x", "w"),
                "kernel_shape",
                new long[] {3, 3},
                "strides",
                new long[] {stride, stride},
                "dilations",
                new long[] {dilation, dilation},
                "pads",
                new long[] {1, 0, 2, 1},
                "group",
                groups);
        GradientCheck.checkFreeSizes(m, y, PLANE);
    }

    @Test
    void convolutions_that_keep_the_size() {
        Model m = model(13, 1, 2, 5, 8);
        m.floats("w", Samples.spread(2, 3, 2, 2, 3));
        GradientCheck.checkFreeSizes(m, m.node("Conv", List.of("x", "w"), "auto_pad", "SAME_UPPER"), PLANE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void transposed_convolutions(int stride) {
        Model m = model(17, 2, 4, 5, 3);
        m.floats("w", Samples.spread(2, 4, 3, 3, 2));
        String y = m.node(
                "ConvTranspose",
                List.of("x", "w"),
                "strides",
                new long[] {stride, stride},
                "pads",
                new long[] {1, 0, 0, 1},
                "output_padding",
                new long[] {stride - 1, 0});
        GradientCheck.checkFreeSizes(m, y, PLANE);
    }

    @ParameterizedTest
    @CsvSource({"2,0", "2,1", "3,0", "3,1"})
    void average_pools(int stride, int includePad) {
        Model m = model(17, 2, 3, 9, 7);
        String y = m.node(
                "AveragePool",
                List.of("x"),
                "kernel_shape",
                new long[] {3, 2},
                "strides",
                new long[] {stride, stride},
                "pads",
                new long[] {1, 0, 1, 1},
                "count_include_pad",
                includePad);
        GradientCheck.checkFreeSizes(m, y, PLANE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GlobalAveragePool", "GlobalMaxPool"})
    void pools_of_whole_planes(String operator) {
        Model m = model(13, 2, 3, 4, 5);
        GradientCheck.checkFreeSizes(m, m.node(operator, List.of("x")), PLANE);
    }

    @Test
    void maximum_pools() {
        Model m = model(17, 2, 3, 8, 7);
        String y = m.node(
                "MaxPool",
                List.of("x"),
                "kernel_shape",
                new long[] {3, 3},
                "strides",
                new long[] {2, 2},
                "pads",
                new long[] {1, 1, 1, 1});
        GradientCheck.checkFreeSizes(m, y, PLANE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nearest", "linear", "cubic"})
    void resizing_by_factors(String mode) {
        Model m = model(17, 2, 3, 4, 5);
        m.floats("scales", new Array(new int[] {4}, new double[] {1, 1, 2, 1.5}));
        String y = m.node("Resize", List.of("x", "", "scales"), "mode", mode);
        GradientCheck.checkFreeSizes(m, y, PLANE);
    }

    @Test
    void resizing_to_twice_the_size_that_there_is() {
        Model m = model(17, 1, 2, 4, 5);
        m.longs("two", 2);
        String plane = m.node("Slice", List.of(m.node("Shape", List.of("x")), m.longs("from", 2), m.longs("to", 4)));
        String head = m.node("Slice", List.of(m.node("Shape", List.of("x")), m.longs("zero", 0), "two"));
        String sizes = m.node("Concat", List.of(head, m.node("Mul", List.of(plane, "two"))), "axis", 0);
        String y = m.node("Resize", List.of("x", "", "", sizes), "mode", "linear");
        GradientCheck.checkFreeSizes(m, y, PLANE);
    }

    @Test
    void a_token_before_as_many_as_there_are() {
        Model m = model(17, 2, 5, 3);
        m.floats("token", Samples.spread(3, 2, 1, 3));
        String joined = m.node("Concat", List.of("token", "x", "x"), "axis", 1);
        m.longs("one", 1);
        String rest = m.node("Slice", List.of(joined, "one", m.longs("end", Integer.MAX_VALUE), "one"));
        GradientCheck.checkFreeSizes(m, m.node("Mul", List.of(rest, rest)), TOKENS);
    }

    @Test
    void attention_taken_apart() {
        Model m = model(17, 2, 5, 4);
        m.floats("wq", Samples.spread(3, 4, 4));
        m.floats("wv", Samples.spread(4, 4, 4));
        m.floats("scale", Samples.spread(5, 4));
        m.longs("heads", 0, 0, 2, 2);
        String q = m.node(
                "Transpose",
                List.of(m.node("Reshape", List.of(m.node("MatMul", List.of("x", "wq")), "heads"))),
                "perm",
                new long[] {0, 2, 1, 3});
        String v = m.node(
                "Transpose",
                List.of(m.node("Reshape", List.of(m.node("MatMul", List.of("x", "wv")), "heads"))),
                "perm",
                new long[] {0, 2, 1, 3});
        String k = m.node("Transpose", List.of(q), "perm", new long[] {0, 1, 3, 2});
        m.floats("small", Array.of(new int[0], at -> 0.1));
        String p = m.node(
                "Softmax", List.of(m.node("Mul", List.of(m.node("MatMul", List.of(q, k)), "small"))), "axis", -1);
        String mixed = m.node("Transpose", List.of(m.node("MatMul", List.of(p, v))), "perm", new long[] {0, 2, 1, 3});
        String merged = m.node("Reshape", List.of(mixed, m.longs("merged", 0, 0, 4)));
        String sum = m.node("Add", List.of("x", merged));
        String normal = m.node("LayerNormalization", List.of(sum, "scale"));
        String mean = m.node("ReduceMean", List.of(normal), "axes", new long[] {1}, "keepdims", 0);
        GradientCheck.checkFreeSizes(m, mean, TOKENS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LSTM", "GRU", "RNN"})
    void recurrent_operators(String operator) {
        int gates = operator.equals("LSTM") ? 4 : operator.equals("GRU") ? 3 : 1;
        Model m = model(17, 5, 2, 3);
        m.floats("w", Samples.between(2, -1, 1, 1, gates * 2, 3));
        m.floats("r", Samples.between(3, -1, 1, 1, gates * 2, 2));
        String y = m.node(operator, List.of("x", "w", "r"), List.of("y"), "hidden_size", 2);
        GradientCheck.checkFreeSizes(m, y, 0);
    }

    @Test
    void a_size_that_is_one_by_chance_is_not_that_of_an_operand_that_was_never_repeated() {
        ValueTable free = sums(3, 3).resized(sums(4, 4)).orElseThrow();
        GraphIndex graph = new GraphIndex(sum(3, 3).parsed("y"));
        assertThat(free.admits(sums(5, 5))).isTrue();
        assertThat(FreeSizes.repeatAlike(graph, free, sums(5, 5))).isTrue();
        assertThat(free.admits(sums(1, 5))).isTrue();
        assertThat(FreeSizes.repeatAlike(graph, free, sums(1, 5))).isFalse();
    }

    private static Model sum(int left, int right) {
        Model m = new Model(17);
        m.input("a", Samples.spread(1, 2, left));
        m.input("b", Samples.spread(2, 2, right));
        m.node("Add", List.of("a", "b"), List.of("y"));
        return m;
    }

    private static ValueTable sums(int left, int right) {
        Model m = sum(left, right);
        return Model.table(m.bytes("y"), List.of("y"), m.inputs);
    }
}
