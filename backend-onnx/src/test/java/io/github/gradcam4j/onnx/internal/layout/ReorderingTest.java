package io.github.gradcam4j.onnx.internal.layout;

import static io.github.gradcam4j.onnx.internal.layout.Sketch.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A map of positions that were put elsewhere would be drawn in the wrong place. */
class ReorderingTest {
    private final Sketch model = new Sketch();

    @BeforeEach
    void convolve() {
        model.input("x", DataType.FLOAT, 2, 3, 5, 4);
        model.node("conv", "Conv", shape(2, 4, 5, 4), "x", model.weight(4, 3, 1, 1));
    }

    private void turn(String name, String read, long axis) {
        String[] places = {model.longs(-1), model.longs(-100), model.longs(axis), model.longs(-1)};
        model.node(name, "Slice", shape(2, 4, 5, 4), read, places[0], places[1], places[2], places[3]);
    }

    private void gather(String name, long... places) {
        model.node(
                name,
                "Gather",
                Map.of("axis", new AttributeValue.Int(3)),
                shape(2, 4, 5, places.length),
                "conv",
                model.longs(places));
    }

    @Test
    void columns_from_right_to_left_are_no_columns_until_a_residual_connection_says_that_they_were_put_back() {
        turn("turned", "conv", 3);
        model.node("relu", "Relu", shape(2, 4, 5, 4), "turned");
        turn("back", "relu", 3);
        model.node("sum", "Add", shape(2, 4, 5, 4), "back", "conv");
        assertThat(model.layout("turned")).isEqualTo("NCH?");
        assertThat(model.layout("relu")).isEqualTo("NCH?");
        assertThat(model.layout("sum")).isEqualTo("NCHW");
    }

    @Test
    void channels_from_last_to_first_are_channels() {
        turn("turned", "conv", 1);
        assertThat(model.layout("turned")).isEqualTo("NCHW");
    }

    @Test
    void gathered_columns_are_columns_if_they_are_in_order() {
        gather("turned", 3, 2, 1, 0);
        gather("cut", 1, 2);
        gather("doubled", 0, 0, 1, 1, 2, 2);
        assertThat(model.layout("turned")).isEqualTo("NCH?");
        assertThat(model.layout("cut")).isEqualTo("NCHW");
        assertThat(model.layout("doubled")).isEqualTo("NCHW");
    }
}
