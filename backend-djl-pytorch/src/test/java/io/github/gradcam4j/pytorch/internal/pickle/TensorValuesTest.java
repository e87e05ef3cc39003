package io.github.gradcam4j.pytorch.internal.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensor.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TensorValuesTest {
    @Test
    void reads_whole_numbers_along_strides() {
        Pickled.Tensor turned = (Pickled.Tensor) PickleReader.read(
                Bytes.start().tensor("IntStorage", "3", 2, 2, 1).end(), "data");
        byte[] bytes = ints(ByteOrder.LITTLE_ENDIAN);

        assertThat(TensorValues.of(archive("data/3", bytes, null)).elements(turned))
                .contains(List.of(-20L, 30L, 40L, 50L));
        assertThat(TensorValues.of(archive("data/3", bytes, "little"))
                        .elements(new Pickled.Tensor(
                                turned.dtype(), List.of(2L, 2L), List.of(1L, 2L), "data/3", 1, false)))
                .contains(List.of(-20L, 40L, 30L, 50L));
    }

    @Test
    void reads_the_highest_byte_first_where_the_archive_says_so() {
        Pickled.Tensor tensor = tensor(DType.INT32, 5);

        assertThat(TensorValues.of(archive("constants/0", ints(ByteOrder.BIG_ENDIAN), "big"))
                        .elements(tensor))
                .contains(List.of(10L, -20L, 30L, 40L, 50L));
    }

    @Test
    void reads_half_precision() {
        byte[] bytes = {0, 0x3c, 0, (byte) 0xc1, 1, 0, 0, 0x7c};

        assertThat(TensorValues.of(archive("constants/0", bytes, null)).elements(tensor(DType.FLOAT16, 4)))
                .contains(List.of(1.0, -2.5, 0x1p-24, Double.POSITIVE_INFINITY));
        assertThat(TensorValues.of(archive("constants/0", new byte[] {(byte) 0x80, 0x3f}, null))
                        .elements(tensor(DType.BFLOAT16, 1)))
                .contains(List.of(1.0));
    }

    @Test
    void has_nothing_where_bytes_are_missing_or_many() {
        TensorValues values = TensorValues.of(archive("constants/0", new byte[8], null));

        assertThat(values.elements(tensor(DType.INT32, 3))).isEmpty();
        assertThat(values.elements(tensor(DType.INT32, 2000))).isEmpty();
        assertThat(values.elements(new Pickled.Tensor(
                        Optional.of(DType.INT32), List.of(2L), List.of(Long.MAX_VALUE), "constants/0", 9, false)))
                .isEmpty();
        assertThat(values.elements(
                        new Pickled.Tensor(Optional.of(DType.INT32), List.of(1L), List.of(1L), "data/0", 0, false)))
                .isEmpty();
    }

    private static Pickled.Tensor tensor(DType dtype, long size) {
        return new Pickled.Tensor(Optional.of(dtype), List.of(size), List.of(1L), "constants/0", 0, false);
    }

    private static byte[] ints(ByteOrder order) {
        ByteBuffer buffer = ByteBuffer.allocate(20).order(order);
        buffer.putInt(10).putInt(-20).putInt(30).putInt(40).putInt(50);
        return buffer.array();
    }

    private static TensorValues.Entries archive(String entry, byte[] bytes, @Nullable String order) {
        Map<String, byte[]> entries = order == null
                ? Map.of(entry, bytes)
                : Map.of(entry, bytes, "byteorder", order.getBytes(StandardCharsets.US_ASCII));
        return name -> Optional.ofNullable(entries.get(name));
    }
}
