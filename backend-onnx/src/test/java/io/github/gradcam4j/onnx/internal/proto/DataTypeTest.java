package io.github.gradcam4j.onnx.internal.proto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DataTypeTest {
    @Test
    void numbers_are_those_of_the_file_format() {
        Map<DataType, Integer> numbers = Map.of(
                DataType.FLOAT, 1,
                DataType.INT32, 6,
                DataType.INT64, 7,
                DataType.STRING, 8,
                DataType.BOOL, 9,
                DataType.FLOAT16, 10,
                DataType.DOUBLE, 11,
                DataType.BFLOAT16, 16,
                DataType.INT4, 22,
                DataType.FLOAT4E2M1, 23);
        numbers.forEach((type, number) -> {
            assertThat(type.code()).isEqualTo(number);
            assertThat(DataType.of(number)).contains(type);
        });
        assertThat(DataType.of(99)).isEmpty();
        assertThat(DataType.of(-1)).isEmpty();
    }

    @Test
    void small_types_share_bytes() {
        assertThat(DataType.INT4.bytes(3)).isEqualTo(2);
        assertThat(DataType.FLOAT.bytes(3)).isEqualTo(12);
        assertThat(DataType.BOOL.bytes(3)).isEqualTo(3);
    }
}
