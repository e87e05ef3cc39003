package io.github.gradcam4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void elements_are_copied_in_and_cannot_be_written() {
        float[] values = {1, 2, 3, 4, 5, 6};
        Tensor tensor = Tensor.of(values, 2, 3);
        values[0] = 9;
        assertThat(tensor.toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThatThrownBy(() -> tensor.floats().put(0, 1)).isInstanceOf(ReadOnlyBufferException.class);
        assertThat(tensor.bytes().order()).isEqualTo(ByteOrder.nativeOrder());
    }

    @Test
    void every_reader_has_a_position_of_its_own() {
        Tensor tensor = Tensor.of(new float[] {1, 2, 3}, 3);
        var first = tensor.floats();
        first.get();
        assertThat(tensor.floats().get()).isEqualTo(1);
    }

    @Test
    void an_item_is_a_view_that_keeps_layout_and_batch_axis() {
        Tensor tensor = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2).withLayout(Layout.NC);
        Tensor second = tensor.item(1);
        assertThat(second.shape()).isEqualTo(Shape.of(1, 2));
        assertThat(second.layout()).isEqualTo(Layout.NC);
        assertThat(second.toFloatArray()).containsExactly(3, 4);
        assertThat(Tensor.of(new long[] {7, 8, 9}, 3).item(2).longs().get()).isEqualTo(9);
        assertThatThrownBy(() -> tensor.item(3)).hasMessageContaining("[3, 2]");
        assertThatThrownBy(() -> tensor.item(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_wrong_number_of_elements_is_refused() {
        assertThatThrownBy(() -> Tensor.of(new float[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 3]");
        Tensor tensor = Tensor.of(new float[6], 2, 3);
        assertThatThrownBy(() -> tensor.reshape(Shape.of(4))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tensor.withLayout(Layout.NCHW)).hasMessageContaining("NCHW");
    }

    @Test
    void the_wrong_type_is_refused_by_name() {
        assertThatThrownBy(() -> Tensor.of(new long[] {1}, 1).floats()).hasMessageContaining("int64");
        assertThatThrownBy(() -> Tensor.of(new float[] {1}, 1).longs()).hasMessageContaining("float32");
    }

    @Test
    void double_values_are_rounded_when_copied() {
        ByteBuffer bytes =
                Tensor.allocate(DType.FLOAT64, 2).putDouble(0.1).putDouble(-3).flip();
        assertThat(Tensor.over(DType.FLOAT64, Shape.of(2), bytes).toFloatArray())
                .containsExactly(0.1f, -3f);
    }

    @Test
    void what_was_lent_throws_after_it_was_taken_back_and_a_copy_stays() {
        AtomicBoolean open = new AtomicBoolean(true);
        ByteBuffer bytes =
                Tensor.allocate(DType.FLOAT32, 2).putFloat(1).putFloat(2).flip();
        Tensor lent = Tensor.borrowed(DType.FLOAT32, Shape.of(2, 1), Layout.NC, bytes, open::get);
        Tensor view = lent.item(1);
        Tensor reshaped = lent.reshape(Shape.of(2));
        Tensor copy = lent.copy();
        open.set(false);
        for (Tensor tensor : new Tensor[] {lent, view, reshaped}) {
            assertThatThrownBy(tensor::bytes).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(tensor::floats).hasMessageContaining("closed");
            assertThatThrownBy(tensor::toFloatArray).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(tensor::copy).isInstanceOf(IllegalStateException.class);
        }
        assertThat(lent.shape()).isEqualTo(Shape.of(2, 1));
        assertThat(copy.toFloatArray()).containsExactly(1, 2);
    }

    @Test
    void more_than_two_gibibytes_are_refused() {
        assertThatThrownBy(() -> Tensor.allocate(DType.FLOAT32, 1L << 29)).hasMessageContaining("2 GiB");
        assertThatThrownBy(() -> Tensor.allocate(DType.FLOAT64, Long.MAX_VALUE / 2))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void a_layout_names_each_axis_once() {
        assertThat(Layout.tokens(new TokenGrid(1, 2, 3)).positions()).containsExactly(1);
        assertThat(Layout.NCDHW.positions()).containsExactly(2, 3, 4);
        assertThat(Layout.NHWC).hasToString("NHWC");
        assertThat(Layout.unknown(3).indexOf(Axis.BATCH)).isEqualTo(-1);
        assertThatThrownBy(() -> Layout.of(Axis.BATCH, Axis.BATCH)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenGrid(-1, 2, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void repeated_elements_read_like_any_others() {
        Tensor stored = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 3, 1, 2);
        Tensor whole = Tensor.repeated(stored, Shape.of(2, 3, 2, 2), Layout.unknown(4));
        float[] row = {1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6};
        float[] expected = new float[24];
        System.arraycopy(row, 0, expected, 0, 12);
        System.arraycopy(row, 0, expected, 12, 12);
        assertThat(whole.toFloatArray()).containsExactly(expected);
        assertThat(whole.copy().toFloatArray()).containsExactly(expected);
        assertThat(whole.item(1).toFloatArray()).containsExactly(row);
        assertThat(whole.reshape(Shape.of(4, 6)).item(1).toFloatArray()).containsExactly(3, 4, 5, 6, 5, 6);
        assertThat(whole.withLayout(Layout.NCHW).toFloatArray()).containsExactly(expected);
        assertThat(whole.withLayout(Layout.NCHW).stored()).isSameAs(stored);
        assertThat(stored.stored()).isSameAs(stored);
        assertThatThrownBy(() -> Tensor.repeated(stored, Shape.of(1, 6, 1, 2), Layout.unknown(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1, 3, 1, 2]")
                .hasMessageContaining("[1, 6, 1, 2]");
    }
}
