package io.github.gradcam4j.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyTest {
    private static final double[] VALUES = new String(Fixtures.bytes("arrays/values.txt"), StandardCharsets.UTF_8)
            .lines()
            .mapToDouble(Double::parseDouble)
            .toArray();

    @ParameterizedTest
    @CsvSource({
        "f4-little, FLOAT32",
        "f4-big, FLOAT32",
        "f8-little, FLOAT64",
        "f8-big, FLOAT64",
        "i1-little, INT8",
        "i2-little, INT16",
        "i4-little, INT32",
        "i8-little, INT64",
        "i8-big, INT64"
    })
    void elements_of_either_byte_order_have_their_values(String name, DType dtype) {
        Tensor tensor = Npy.read(Fixtures.FOLDER.resolve("arrays/" + name + ".npy"));
        assertThat(tensor.dtype()).isEqualTo(dtype);
        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3, 5));
        for (int i = 0; i < VALUES.length; i++) {
            double exact = VALUES[i] * 50;
            double expected = dtype == DType.FLOAT64 ? exact : dtype == DType.FLOAT32 ? (float) exact : (long) exact;
            assertThat(value(tensor, i)).isEqualTo(expected);
        }
    }

    private static double value(Tensor tensor, int index) {
        ByteBuffer bytes = tensor.bytes();
        return switch (tensor.dtype()) {
            case FLOAT32 -> tensor.floats().get(index);
            case FLOAT64 -> bytes.asDoubleBuffer().get(index);
            case INT8 -> bytes.get(index);
            case INT16 -> bytes.asShortBuffer().get(index);
            case INT32 -> bytes.asIntBuffer().get(index);
            default -> tensor.longs().get(index);
        };
    }

    @ParameterizedTest
    @CsvSource({"fortran", "version-3"})
    void fortran_order_and_later_versions_are_read(String name) {
        Tensor tensor = Npy.read(Fixtures.FOLDER.resolve("arrays/" + name + ".npy"));
        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3, 5));
        for (int i = 0; i < VALUES.length; i++) {
            assertThat(tensor.floats().get(i)).isEqualTo((float) VALUES[i]);
        }
    }

    @Test
    void booleans_scalars_and_empty_arrays_are_read() {
        Tensor flags = Npy.read(Fixtures.FOLDER.resolve("arrays/bool.npy"));
        assertThat(flags.dtype()).isEqualTo(DType.BOOL);
        assertThat(flags.bytes().get(3)).isEqualTo((byte) (VALUES[3] > 0 ? 1 : 0));
        Tensor scalar = Npy.read(Fixtures.FOLDER.resolve("arrays/scalar.npy"));
        assertThat(scalar.shape().rank()).isZero();
        assertThat(scalar.floats().get(0)).isEqualTo(2.5f);
        assertThat(Npy.read(Fixtures.FOLDER.resolve("arrays/empty.npy")).shape())
                .isEqualTo(Shape.of(0, 4));
    }

    @ParameterizedTest
    @CsvSource({"object, '|O'", "record, records", "complex, c8", "text, U1"})
    void elements_of_other_kinds_are_refused(String name, String reason) {
        assertThatThrownBy(() -> Npy.read(Fixtures.FOLDER.resolve("arrays/" + name + ".npy")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(name + ".npy")
                .hasMessageContaining(reason);
    }

    @Test
    void sizes_that_do_not_fit_are_refused() {
        byte[] whole = Fixtures.bytes("arrays/f4-little.npy");
        refused(Arrays.copyOf(whole, whole.length - 1), "truncated: shape [2, 3, 5] of float32 needs 120 bytes, 119");
        refused(Arrays.copyOf(whole, whole.length + 4), "needs 120 bytes, but 124");
        refused(header("'<f4'", "(4611686018427387904, 4)"), "absurd shape [4611686018427387904, 4]");
        refused(header("'<f4'", "(99999999999999999999,)"), "is not understood");
        refused(header("'<f8'", "(300000, 300000)"), "truncated");
        refused("\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1), "truncated within its header");
        refused("text".getBytes(StandardCharsets.ISO_8859_1), "not a NumPy array");
    }

    @Test
    void damaged_bytes_never_do_more_than_an_input_exception() {
        SplittableRandom random = new SplittableRandom(7);
        for (String name : new String[] {"f4-big", "fortran", "version-3", "record", "bool"}) {
            byte[] whole = Fixtures.bytes("arrays/" + name + ".npy");
            for (int i = 0; i < 2000; i++) {
                byte[] damaged = whole.clone();
                damaged[random.nextInt(130)] = (byte) random.nextInt(256);
                try {
                    Npy.read(damaged, "damaged.npy");
                } catch (InputException refused) {
                    assertThat(refused).hasMessageContaining("damaged.npy");
                }
            }
        }
    }

    private static byte[] header(String type, String shape) {
        byte[] text = ("{'descr': " + type + ", 'fortran_order': False, 'shape': " + shape + ", }\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] file = new byte[10 + text.length + 8];
        byte[] magic = "\u0093NUMPY\u0001\0".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(magic, 0, file, 0, 8);
        file[8] = (byte) text.length;
        System.arraycopy(text, 0, file, 10, text.length);
        return file;
    }

    private static void refused(byte[] bytes, String reason) {
        assertThatThrownBy(() -> Npy.read(bytes, "a.npy"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'a.npy'")
                .hasMessageContaining(reason);
    }
}
