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

    /** Joins the columns from one on and those before it. */
    private void roll(String name, String read, long first) {
        String[] parts = {name + "Right", name + "Left"};
        String axis = model.longs(3);
        model.node(parts[0], "Slice", shape(2, 4, 5, 4 - first), read, model.longs(first - 4), model.longs(9), axis);
        model.node(parts[1], "Slice", shape(2, 4, 5, first), read, model.longs(0), model.longs(first), axis);
        Map<String, AttributeValue> columns = Map.of("axis", new AttributeValue.Int(3));
        model.node(name, "Concat", columns, shape(2, 4, 5, 4), parts[0], parts[1]);
    }

    /** Swin shifts its windows and shifts them back. */
    @Test
    void columns_that_were_rolled_are_no_columns_until_a_residual_connection_says_that_they_were_rolled_back() {
        roll("rolled", "conv", 1);
        model.node("relu", "Relu", shape(2, 4, 5, 4), "rolled");
        roll("back", "relu", 3);
        model.node("sum", "Add", shape(2, 4, 5, 4), "back", "conv");
        assertThat(model.layout("rolled")).isEqualTo("NCH?");
        assertThat(model.layout("relu")).isEqualTo("NCH?");
        assertThat(model.layout("back")).isEqualTo("NCHW");
        assertThat(model.layout("sum")).isEqualTo("NCHW");
    }

    @Test
    void neighbours_that_are_joined_in_order_stay_columns() {
        String axis = model.longs(3);
        model.node("left", "Slice", shape(2, 4, 5, 3), "conv", model.longs(0), model.longs(3), axis);
        model.node("right", "Slice", shape(2, 4, 5, 1), "conv", model.longs(-1), model.longs(9), axis);
        Map<String, AttributeValue> columns = Map.of("axis", new AttributeValue.Int(3));
        model.node("joined", "Concat", columns, shape(2, 4, 5, 4), "left", "right");
        assertThat(model.layout("joined")).isEqualTo("NCHW");
    }
}
