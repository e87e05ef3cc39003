package io.github.gradcam4j.tensorflow.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensorflow.internal.engine.Program;
import io.github.gradcam4j.tensorflow.internal.engine.TensorFlowEngine;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Literals;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Result;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Operators whose derivative is what they say it is, which differences cannot tell. */
final class QuantizationRulesTest {
    private static final float[] NUMBERS = {-7, -5.9f, -0.2f, 0, 3.3f, 5.9f, 6.1f, 20};

    private final Emitter emit = new Emitter(TensorFlowEngine.operators(), "test");
    private final Value x = numbers(NUMBERS);

    private Value numbers(float... numbers) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setDtype(DataType.DT_FLOAT)
                .setTensorShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dim.newBuilder().setSize(numbers.length)));
        for (float number : numbers) {
            tensor.addFloatVal(number);
        }
        return emit.value("Const", List.of(), Literals.constant(tensor));
    }

    private Map<Value, Value> gradients(Value y, Value... targets) {
        Differentiator differentiator =
                new Differentiator(new Rules(Shapes.UNKNOWN), emit, new Paths(List.of(targets), List.of(y)));
        return differentiator.gradients(Map.of(y, numbers(1, 2, 3, 4, 5, 6, 7, 8)));
    }

    private double[] run(Value value) {
        try (Program program = new Program(
                        emit.operators(),
                        List.of(value),
                        List.of(),
                        Map.of(),
                        List.of(),
                        new Program.Options(OptionalInt.of(1), false));
                Result result = program.run(Map.of(), List.of(value))) {
            return Numbers.of(result.get(0)).values();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FakeQuantWithMinMaxArgs", "FakeQuantWithMinMaxVars"})
    void cotangents_go_straight_through_where_nothing_is_cut_off(String operator) {
        List<Value> inputs = operator.endsWith("Args")
                ? List.of(x)
                : List.of(x, emit.real(-6, DataType.DT_FLOAT), emit.real(6, DataType.DT_FLOAT));
        Value y = emit.value(operator, inputs, Map.of());
        assertThat(run(gradients(y, x).get(x))).containsExactly(0, 2, 3, 4, 5, 6, 0, 0);
    }

    @Test
    void what_is_cut_off_moves_with_the_limits() {
        Value low = emit.real(-6, DataType.DT_FLOAT);
        Value high = emit.real(6, DataType.DT_FLOAT);
        Value y = emit.of("FakeQuantWithMinMaxVars", x, low, high);
        Map<Value, Value> gradients = gradients(y, x, low, high);
        assertThat(run(gradients.get(low))).containsExactly(1);
        assertThat(run(gradients.get(high))).containsExactly(7 + 8);
    }

    @Test
    void channels_have_limits_of_their_own() {
        Value low = numbers(-8, -1, -1, -1, -1, -1, -1, -1);
        Value high = numbers(1, 1, 1, 1, 1, 1, 7, 1);
        Value y = emit.of("FakeQuantWithMinMaxVarsPerChannel", x, low, high);
        assertThat(run(gradients(y, x).get(x))).containsExactly(1, 0, 3, 4, 0, 0, 7, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QuantizeAndDequantizeV2", "QuantizeAndDequantizeV3"})
    void rounding_passes_all_cotangents(String operator) {
        Value low = emit.real(-6, DataType.DT_FLOAT);
        Value high = emit.real(6, DataType.DT_FLOAT);
        List<Value> inputs = operator.endsWith("V2") ? List.of(x, low, high) : List.of(x, low, high, emit.whole(8));
        Value y = emit.value(operator, inputs, Map.of());
        assertThat(run(gradients(y, x).get(x))).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThatThrownBy(() -> gradients(y, low))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("has no exact rule for its input 1");
    }

    @Test
    void rounding_within_limits_passes_what_is_not_cut_off() {
        Value low = emit.real(-6, DataType.DT_FLOAT);
        Value high = emit.real(6, DataType.DT_FLOAT);
        Value y = emit.value(
                "QuantizeAndDequantizeV4", List.of(x, low, high), Map.of("range_given", Attributes.of(true)));
        assertThat(run(gradients(y, x).get(x))).containsExactly(0, 2, 3, 4, 5, 6, 0, 0);
    }

    @Test
    void cotangents_end_where_the_author_wanted() {
        assertThat(gradients(emit.of("StopGradient", x), x)).isEmpty();
    }
}
