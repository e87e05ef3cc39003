package io.github.gradcam4j.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenTensorsTest {
    private static final Tensor IDS = Tensor.of(new long[] {0, 1, 114, 7, 2, 99}, 2, 3);

    private static TensorSpec input(DType dtype) {
        return new TensorSpec("ids", dtype, Shape.of(-1, -1));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"BOOL", "FLOAT16", "BFLOAT16"},
            mode = EnumSource.Mode.EXCLUDE)
    void numbers_stay_the_same_in_every_type(DType dtype) {
        Tensor there = TokenTensors.converted(input(dtype), IDS);
        assertThat(there.dtype()).isEqualTo(dtype);
        assertThat(there.shape()).isEqualTo(IDS.shape());
        Tensor back = TokenTensors.converted(input(DType.INT64), there);
        long[] numbers = new long[6];
        back.longs().get(numbers);
        assertThat(numbers).containsExactly(0, 1, 114, 7, 2, 99);
    }

    @Test
    void whole_numbers_of_half_precision_have_the_bits_of_the_standard() {
        Tensor half = TokenTensors.converted(
                input(DType.FLOAT16), Tensor.of(new long[] {0, 1, 2, 3, 1000, 2047, 2048}, 1, 7));
        short[] bits = new short[7];
        half.bytes().asShortBuffer().get(bits);
        // sign, five bits of exponent with bias 15, ten bits of fraction
        assertThat(bits).containsExactly(0, 0x3c00, 0x4000, 0x4200, 0x63d0, 0x67ff, 0x6800);
    }

    @Test
    void what_a_type_cannot_hold_is_refused() {
        assertThatThrownBy(() -> TokenTensors.converted(input(DType.INT8), Tensor.of(new long[] {128}, 1, 1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("128");
        assertThatThrownBy(() ->
                        TokenTensors.converted(input(DType.FLOAT32), Tensor.of(new long[] {(1 << 24) + 1}, 1, 1)))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> TokenTensors.converted(input(DType.FLOAT16), Tensor.of(new long[] {2049}, 1, 1)))
                .isInstanceOf(InputException.class);
        ByteBuffer elements = Tensor.allocate(DType.FLOAT32, 1).putFloat(0.5f).flip();
        assertThatThrownBy(() -> TokenTensors.converted(
                        input(DType.INT64), Tensor.over(DType.FLOAT32, Shape.of(1, 1), elements)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("whole");
    }

    @Test
    void a_row_of_zeros_and_a_one_stands_for_a_number() {
        TensorSpec input = new TensorSpec("x", DType.FLOAT32, Shape.of(-1, 2, 3));
        Tensor made = TokenTensors.oneHot(input, List.of(new long[] {2, 0}), 3);
        assertThat(made.shape()).isEqualTo(Shape.of(1, 2, 3));
        assertThat(made.toFloatArray()).containsExactly(0, 0, 1, 1, 0, 0);
        assertThatThrownBy(() -> TokenTensors.oneHot(input, List.of(new long[] {3, 0}), 3))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("number 3");
    }
}
