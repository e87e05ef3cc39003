package io.github.gradcam4j.formatters.internal.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.formatters.NpyWriter;
import io.github.gradcam4j.formatters.internal.Formats;
import io.github.gradcam4j.formatters.internal.Sample;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NpyTest {
    private static byte[] written(Tensor tensor) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NpyWriter.write(tensor, out);
        return out.toByteArray();
    }

    private static String header(byte[] file) {
        return new String(file, 10, file[8] & 255 | (file[9] & 255) << 8, StandardCharsets.US_ASCII);
    }

    /** The file was written by NumPy; the same array must give the same bytes. */
    @Test
    void writes_the_same_bytes_as_numpy() throws IOException {
        byte[] golden = Files.readAllBytes(Path.of(
                System.getProperty("repository.dir"), "models/src/test/resources/golden/chelsea.head.grad-cam.npy"));
        int start = 10 + header(golden).length();
        float[] values = new float[(golden.length - start) / 4];
        ByteBuffer.wrap(golden, start, golden.length - start)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        String shape = header(golden).replaceAll(".*\\(([0-9, ]+)\\).*\\n", "$1");
        long[] dims =
                Arrays.stream(shape.split(", *")).mapToLong(Long::parseLong).toArray();
        assertThat(written(Tensor.of(values, dims))).isEqualTo(golden);
    }

    @Test
    void the_format_writes_the_raw_map_of_the_target() {
        Heatmap second = new Heatmap(Shape.of(2, 3), new float[] {-1, 2, 3.5f, 1e-30f, 0, -0f});
        byte[] file = Formats.bytes(
                "npy", Sample.of(Sample.hot(2, 3, 0, 0, 1), second).build(), 1);
        assertThat(header(file)).startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }");
        assertThat(file.length % 64).isEqualTo(24);
        float[] values = new float[6];
        ByteBuffer.wrap(file, file.length - 24, 24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        assertThat(values).containsExactly(second.values());
    }

    @Test
    void element_types_and_shapes_are_told_in_numpys_words() throws IOException {
        assertThat(header(written(Tensor.of(new long[] {1, 2, -3}, 3))))
                .contains("'<i8'")
                .contains("(3,)");
        assertThat(header(written(Tensor.of(new float[] {1})))).contains("'shape': ()");
        for (DType dtype : DType.values()) {
            Tensor tensor = Tensor.over(dtype, Shape.of(2, 1), Tensor.allocate(dtype, 2));
            byte[] file = written(tensor);
            assertThat((10 + header(file).length()) % 64).isZero();
            assertThat(header(file)).endsWith("\n");
            int bytes = dtype == DType.BFLOAT16 ? 4 : dtype.bytes();
            assertThat(file.length - 10 - header(file).length()).as("%s", dtype).isEqualTo(2 * bytes);
        }
    }

    @Test
    void bfloat16_is_widened_exactly() throws IOException {
        ByteBuffer halves = Tensor.allocate(DType.BFLOAT16, 2);
        halves.putShort((short) (Float.floatToRawIntBits(-1.5f) >>> 16));
        halves.putShort((short) (Float.floatToRawIntBits(0x1p-100f) >>> 16));
        byte[] file = written(Tensor.over(DType.BFLOAT16, Shape.of(2), halves.flip()));
        ByteBuffer values = ByteBuffer.wrap(file, file.length - 8, 8).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(values.getFloat()).isEqualTo(-1.5f);
        assertThat(values.getFloat()).isEqualTo(0x1p-100f);
    }

    @Test
    void options_are_refused() {
        assertThatThrownBy(() -> Formats.bytes(
                        "npy", Sample.of(Sample.hot(1, 1, 0, 0, 1)).build(), 0, "a=b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a'");
    }
}
