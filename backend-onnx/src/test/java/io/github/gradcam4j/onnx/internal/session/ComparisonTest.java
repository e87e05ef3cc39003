package io.github.gradcam4j.onnx.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final float[] RIGHT = {3, 4, 0, -2};

    private static OnnxTensor tensor(Object array) throws OrtException {
        return OnnxTensor.createTensor(OnnxRuntime.environment(), array);
    }

    private static Comparison compare(Object device, Object processor) throws OrtException {
        try (OnnxTensor got = tensor(device);
                OnnxTensor right = tensor(processor)) {
            return Comparison.of(Map.of("g", got), Map.of("g", right));
        }
    }

    @Test
    void rounding_and_a_kink_are_the_same() throws OrtException {
        assertThat(compare(RIGHT, RIGHT).isSame()).isTrue();
        assertThat(compare(new float[] {3.001f, 3.9f, 0.1f, -2}, RIGHT).isSame())
                .isTrue();
        assertThat(compare(new float[4], new float[4]).isSame()).isTrue();
        assertThat(compare(new double[] {3.001, 4}, new double[] {3, 4}).isSame())
                .isTrue();
    }

    @Test
    void another_result_is_named_with_how_far_it_is_off() throws OrtException {
        Comparison half = compare(new float[] {1.5f, 2, 0, -1}, RIGHT);
        assertThat(half.isSame()).isFalse();
        assertThat(half.output()).isEqualTo("g");
        assertThat(half.error()).isEqualTo(0.5);
        assertThat(compare(new float[] {1, 0, 0, 0}, new float[4]).isSame()).isFalse();
        assertThat(compare(new float[] {Float.NaN, 4, 0, -2}, RIGHT).isSame()).isFalse();
        assertThat(compare(new double[] {1, 4}, new double[] {3, 4}).isSame()).isFalse();
        assertThat(compare(new float[3], RIGHT).isSame()).isFalse();
    }

    @Test
    void the_worst_output_is_named() throws OrtException {
        try (OnnxTensor right = tensor(RIGHT);
                OnnxTensor half = tensor(new float[] {1.5f, 2, 0, -1});
                OnnxTensor none = tensor(new float[4])) {
            Comparison comparison =
                    Comparison.of(Map.of("a", half, "b", none, "c", right), Map.of("a", right, "b", right, "c", right));
            assertThat(comparison).isEqualTo(new Comparison("b", 1));
        }
    }

    @Test
    void results_that_overflow_on_the_processor_too_are_not_held_against_a_device() throws OrtException {
        assertThat(compare(RIGHT, new float[] {3, 4, Float.POSITIVE_INFINITY, -2})
                        .isSame())
                .isTrue();
    }

    @Test
    void classes_and_truth_values_are_the_same_or_not() throws OrtException {
        assertThat(compare(new long[] {1, 2}, new long[] {1, 2}).isSame()).isTrue();
        assertThat(compare(new long[] {1, 3}, new long[] {1, 2}).isSame()).isFalse();
        assertThat(compare(new boolean[] {true}, new boolean[] {false}).isSame())
                .isFalse();
    }
}
