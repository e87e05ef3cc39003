package io.github.gradcam4j.tensorflow.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.tensorflow.internal.engine.Program;
import io.github.gradcam4j.tensorflow.internal.engine.TensorFlowEngine;
import io.github.gradcam4j.tensorflow.internal.engine.Tensors;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Literals;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Order;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Result;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Joined convolutions compute what the parts compute, and only parts that nothing else needs are joined. */
final class JoinedConvolutionsTest {
    private static final int SIZE = 6;
    private static final int IN = 3;

    private final Emitter emit = new Emitter(TensorFlowEngine.operators(), "test");
    private final Random random = new Random(5);
    private final Node picture = emit.node(
            "Placeholder",
            List.of(),
            Map.of("dtype", Attributes.of(DataType.DT_FLOAT), "shape", Attributes.of(dims(-1, SIZE, SIZE, IN))),
            Map.of());

    @ParameterizedTest
    @CsvSource({"Conv2D,1", "Conv2D,4", "DepthwiseConv2dNative,1", "DepthwiseConv2dNative,4"})
    void padding_factors_and_summands_are_joined(String operator, int rank) {
        List<String> joined =
                joined(parts(operator, List.of(0, 0, 0, 1, 2, 1, 0, 0), rank).sum());
        assertThat(joined)
                .isEqualTo(
                        operator.equals("Conv2D")
                                ? List.of("Placeholder", operator, "Mul", "BiasAdd") // TensorFlow joins these itself
                                : List.of("Placeholder", operator, "BiasAdd"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Conv2D", "DepthwiseConv2dNative"})
    void what_is_asked_for_is_not_joined(String operator) {
        Parts parts = parts(operator, List.of(0, 0, 1, 1, 1, 1, 0, 0), 1);
        assertThat(joined(parts.sum(), parts.padded())).contains("Pad", "BiasAdd");
        assertThat(joined(parts.sum(), parts.convolved())).contains("Mul", "AddV2");
        assertThat(joined(parts.sum(), parts.scaled())).contains("AddV2").doesNotContain("BiasAdd");
    }

    @Test
    void padding_of_items_and_channels_is_not_joined() {
        assertThat(joined(parts("Conv2D", List.of(1, 0, 0, 0, 0, 0, 0, 0), 1).sum()))
                .contains("Pad");
    }

    @Test
    void summands_of_rows_are_no_bias() {
        Value result = convolution("Conv2D", picture.output(), 2 * SIZE); // SIZE - 2 rows
        Value rows = constant(SIZE - 2, 1, 1);
        Value columns = constant(1, SIZE - 2, 1);
        assertThat(joined(emit.add(emit.add(result, rows), columns))).doesNotContain("BiasAdd");
    }

    @Test
    void summands_of_grouped_convolutions_are_no_bias() {
        Value grouped = emit.value(
                "Conv2D",
                List.of(picture.output(), constant(3, 3, 1, IN)),
                Map.of(
                        "strides", Attributes.numbers(List.of(1L, 1L, 1L, 1L)),
                        "padding", Attributes.of("VALID")));
        assertThat(joined(emit.add(grouped, constant(IN)))).doesNotContain("BiasAdd");
    }

    @Test
    void summands_that_inputs_change_are_no_bias() {
        Value result = convolution("Conv2D", picture.output(), 1);
        Value mean = emit.sum(result, emit.whole(List.of(0, 1, 2)), true);
        assertThat(joined(emit.add(convolution("Conv2D", picture.output(), 1), mean)))
                .doesNotContain("BiasAdd");
    }

    /** What stands around a convolution, one behind the other. */
    private record Parts(Value padded, Value convolved, Value scaled, Value sum) {}

    private Parts parts(String operator, List<Integer> padding, int rank) {
        Value padded = emit.of("Pad", picture.output(), matrix(padding));
        Value convolved = convolution(operator, padded, 2);
        int channels = operator.equals("Conv2D") ? 2 : 2 * IN;
        int[] sizes = rank == 1 ? new int[] {channels} : new int[] {1, 1, 1, channels};
        Value scaled = emit.multiply(constant(sizes), convolved);
        return new Parts(padded, convolved, scaled, emit.add(scaled, constant(sizes)));
    }

    private Value matrix(List<Integer> numbers) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setDtype(DataType.DT_INT32)
                .setTensorShape(dims(numbers.size() / 2, 2))
                .addAllIntVal(numbers);
        return emit.value("Const", List.of(), Literals.constant(tensor));
    }

    private Value convolution(String operator, Value input, int channels) {
        return emit.value(
                operator,
                List.of(input, constant(3, 3, IN, channels)),
                Map.of(
                        "strides", Attributes.numbers(List.of(1L, 1L, 1L, 1L)),
                        "padding", Attributes.of("VALID")));
    }

    private Value constant(int... sizes) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).setTensorShape(dims(sizes));
        int count = IntStream.of(sizes).reduce(1, (a, b) -> a * b);
        for (int i = 0; i < count; i++) {
            tensor.addFloatVal((float) random.nextGaussian());
        }
        return emit.value("Const", List.of(), Literals.constant(tensor));
    }

    private static TensorShapeProto dims(int... sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int size : sizes) {
            shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
        }
        return shape.build();
    }

    /** Joins, compares the results, and returns the operators that are left, without those of constants. */
    private List<String> joined(Value... wanted) {
        List<Value> before = List.of(wanted);
        List<Value> after;
        try (Program program = program(before)) {
            after = JoinedConvolutions.of(before, emit, program::shape);
        }
        List<float[]> expected = run(before);
        List<float[]> found = run(after);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i)).hasSameSizeAs(expected.get(i));
            for (int j = 0; j < expected.get(i).length; j++) {
                assertThat(found.get(i)[j]).isCloseTo(expected.get(i)[j], within(1e-4f));
            }
        }
        List<Node> fed = new ArrayList<>();
        for (Node node : Order.of(after)) {
            if (node == picture || node.inputs().stream().anyMatch(input -> fed.contains(input.node()))) {
                fed.add(node);
            }
        }
        return fed.stream().map(Node::operator).toList();
    }

    private Program program(List<Value> wanted) {
        return new Program(
                emit.operators(),
                wanted,
                List.of(picture),
                Map.of(),
                List.of(),
                new Program.Options(OptionalInt.of(1), true));
    }

    private List<float[]> run(List<Value> wanted) {
        float[] numbers = new float[2 * SIZE * SIZE * IN];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) Math.sin(i);
        }
        List<float[]> results = new ArrayList<>();
        try (Program program = program(wanted);
                org.tensorflow.Tensor fed = Tensors.toRuntime(Tensor.of(numbers, 2, SIZE, SIZE, IN));
                Result result = program.run(Map.of(picture, fed), wanted)) {
            for (int i = 0; i < wanted.size(); i++) {
                ByteBuffer memory = Tensors.memory(result.get(i));
                float[] values = new float
                        [(int) Shape.of(result.get(i).shape().asArray()).size()];
                memory.asFloatBuffer().get(values);
                results.add(values);
            }
        }
        return results;
    }
}
