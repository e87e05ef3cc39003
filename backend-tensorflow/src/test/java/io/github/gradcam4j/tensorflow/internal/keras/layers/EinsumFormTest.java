package io.github.gradcam4j.tensorflow.internal.keras.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DataType;

class EinsumFormTest {
    private static final Signal INPUT = new Signal(
            new Node("x", "Placeholder", List.of(), Map.of(), Map.of(), List.of(DataType.DT_FLOAT)).output(),
            Shape.of(-1, 7, 6));

    @Test
    void heads_are_made_of_the_last_axis() {
        EinsumForm form = EinsumForm.of("abc,cde->abde", INPUT, List.of(-1L, 2L, 3L), "de");
        assertThat(form.kernel()).containsExactly(6, 2, 3);
        assertThat(form.bias()).containsExactly(2, 3);
    }

    @Test
    void dots_stand_for_the_axes_that_are_not_named() {
        EinsumForm form = EinsumForm.of("...x,xy->...y", INPUT, List.of(5L), "y");
        assertThat(form.equation()).isEqualTo("abx,xy->aby");
        assertThat(form.kernel()).containsExactly(6, 5);
        assertThat(form.bias()).containsExactly(5);
    }

    @Test
    void an_equation_that_does_not_fit_is_named() {
        assertThatThrownBy(() -> EinsumForm.of("abcd,de->abce", INPUT, List.of(2L), ""))
                .isInstanceOf(BrokenNetwork.class)
                .hasMessageContaining("'abcd,de->abce'");
    }
}
