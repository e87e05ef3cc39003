package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.onnx.internal.proto.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizationRulesTest {
    private static final float SCALE = 0.25f;

    /** Steps of torch.fake_quantize: half a step beyond the range rounds into it where the end of the range is even. */
    @ParameterizedTest
    @CsvSource({
        "UINT8, 0,    -0.501, 0",
        "UINT8, 0,    -0.5,   1",
        "UINT8, 0,     0,     1",
        "UINT8, 0,     255,   1",
        "UINT8, 0,     255.499, 1",
        "UINT8, 0,     255.5, 0",
        "UINT8, 100,  -100.5, 1",
        "UINT8, 100,  -100.501, 0",
        "UINT8, 100,   155.499, 1",
        "UINT8, 100,   155.5, 0",
        "UINT8, 101,  -101.499, 1",
        "UINT8, 101,  -101.5, 0",
        "UINT8, 101,   154.5, 1",
        "INT8,  0,    -128.5, 1",
        "INT8,  0,    -128.501, 0",
        "INT8,  0,     127.499, 1",
        "INT8,  0,     127.5, 0",
    })
    void the_gradient_passes_where_the_rounded_code_is_in_range(DataType type, int zero, double steps, double slope) {
        assertThat(slope(type, zero, steps)).isEqualTo(slope);
    }

    @Test
    void infinities_are_clipped() {
        assertThat(slope(DataType.UINT8, 0, Double.POSITIVE_INFINITY)).isZero();
        assertThat(slope(DataType.UINT8, 0, Double.NEGATIVE_INFINITY)).isZero();
    }

    private static double slope(DataType type, int zero, double steps) {
        Model model = new Model(13);
        model.input("x", Array.vector(steps * SCALE));
        model.floats("scale", new Array(new int[0], new double[] {SCALE}));
        model.longs("whole", new int[0], zero);
        model.node("Cast", List.of("whole"), List.of("zero"), "to", type.code());
        model.node("QuantizeLinear", List.of("x", "scale", "zero"), List.of("code"));
        String score = model.node("DequantizeLinear", List.of("code", "scale", "zero"));
        GradientPatch patch = Tables.differentiate(model, score, Seed.COTANGENT, "x");
        Array seed = new Array(new int[] {1, 1}, new double[] {1});
        return Tables.run(model, score, patch, seed)
                .get(patch.gradientOutputs().get("x"))
                .value()
                .data()[0];
    }
}
