package io.github.gradcam4j.tensorflow.internal.axes;

import static io.github.gradcam4j.tensorflow.internal.axes.Sketch.count;
import static io.github.gradcam4j.tensorflow.internal.axes.Sketch.shape;
import static io.github.gradcam4j.tensorflow.internal.axes.Sketch.text;
import static io.github.gradcam4j.tensorflow.internal.axes.Sketch.truth;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.TokenGrid;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

class ValueAxesTest {
    private final Sketch net = new Sketch();

    private Value picture() {
        Value image = net.input(DataType.DT_FLOAT, 2, 10, 9, 3);
        return net.of("Conv2D", shape(2, 8, 7, 6), image, net.weight(3, 3, 3, 6));
    }

    private Value embedded() {
        Value ids = net.input(DataType.DT_INT32, 2, 7);
        return net.of("GatherV2", shape(2, 7, 8), net.weight(50, 8), ids, net.number(0));
    }

    @ParameterizedTest
    @CsvSource({"NHWC, NHWC, 10, 9, 3", "NCHW, NCHW, 3, 10, 9"})
    void channels_are_where_the_attribute_says(String format, String layout, int one, int two, int three) {
        Value image = net.input(DataType.DT_FLOAT, 2, one, two, three);
        boolean last = format.equals("NHWC");
        Value conv = net.of(
                "Conv2D",
                text("data_format", format),
                last ? shape(2, 8, 7, 6) : shape(2, 6, 8, 7),
                image,
                net.weight(3, 3, 3, 6));
        Value sum = net.of(
                "BiasAdd",
                text("data_format", format),
                last ? shape(2, 8, 7, 6) : shape(2, 6, 8, 7),
                conv,
                net.weight(6));
        ValueAxes axes = net.axes(image, sum);
        assertThat(axes.layout(image)).hasToString(layout);
        assertThat(axes.layout(sum)).hasToString(layout);
    }

    @Test
    void a_convolution_over_one_axis_keeps_steps() {
        Value steps = net.input(DataType.DT_FLOAT, 2, 9, 3);
        Value wide = net.of("ExpandDims", shape(2, 1, 9, 3), steps, net.number(-3));
        Value conv = net.of("Conv2D", shape(2, 1, 7, 6), wide, net.weight(1, 3, 3, 6));
        Value made = net.of("Squeeze", Map.of("squeeze_dims", Attributes.numbers(List.of(-3L))), shape(2, 7, 6), conv);
        ValueAxes axes = net.axes(steps, made);
        assertThat(axes.layout(steps)).hasToString("NTC");
        assertThat(axes.layout(made)).hasToString("NTC");
    }

    /** Between the two there are as many items more as there are holes. */
    @Test
    void a_convolution_with_holes_is_one_window() {
        Value image = net.input(DataType.DT_FLOAT, 2, 10, 8, 3);
        Value apart = net.of("SpaceToBatchND", shape(8, 5, 4, 3), image, net.whole(2, 2), net.whole(0, 0, 0, 0));
        Value conv = net.of("Conv2D", shape(8, 3, 2, 6), apart, net.weight(3, 3, 3, 6));
        Value made = net.of("BatchToSpaceND", shape(2, 6, 4, 6), conv, net.whole(2, 2), net.whole(0, 0, 0, 0));
        ValueAxes axes = net.axes(image, conv, made);
        assertThat(axes.layout(image)).hasToString("NHWC");
        assertThat(axes.layout(conv)).hasToString("????");
        assertThat(axes.layout(made)).hasToString("NHWC");
    }

    /** Keras 2 normalises each token by the operator for batches, as the only channel of a picture. */
    @Test
    void a_normalisation_of_tokens_keeps_them() {
        Value tokens = embedded();
        Value flat = net.of("Reshape", shape(1, 14, 8, 1), tokens, net.computed(tokens, 1L, 14L, 8L, 1L));
        Map<String, AttrValue> attributes = new HashMap<>(text("data_format", "NCHW"));
        attributes.putAll(truth("is_training"));
        Value normal = net.of("FusedBatchNormV3", attributes, shape(1, 14, 8, 1), flat, net.weight(14), net.weight(14));
        Value made = net.of("Reshape", shape(2, 7, 8), normal, net.computed(tokens, 2L, 7L, 8L));
        assertThat(net.layout(made)).isEqualTo("NTC");
    }

    @Test
    void numbers_of_tokens_may_be_fed_as_real_ones() {
        Value ids = net.input(DataType.DT_FLOAT, 2, 7);
        Value whole = net.of(DataType.DT_INT32, "Cast", Map.of(), shape(2, 7), ids);
        Value rows = net.of("GatherV2", shape(2, 7, 8), net.weight(50, 8), whole, net.number(0));
        ValueAxes axes = net.axes(ids, rows);
        assertThat(axes.layout(ids)).hasToString("NT");
        assertThat(axes.layout(rows)).hasToString("NTC");
    }

    @Test
    void an_order_that_is_computed_is_known_from_the_run() {
        Value image = picture();
        Value turned = net.of("Transpose", shape(2, 6, 8, 7), image, net.computed(image, 0L, 3L, 1L, 2L));
        Value mean = net.of("Mean", shape(2, 6), turned, net.computed(image, 2L, -1L));
        ValueAxes axes = net.axes(turned, mean);
        assertThat(axes.layout(turned)).hasToString("NCHW");
        assertThat(axes.layout(mean)).hasToString("NC");
    }

    /** x[..., None], x[:, :4], x[:, 2:], x[:, ::-1], x[:, -1]. */
    @Test
    void brackets_take_steps_and_make_and_remove_axes() {
        Value x = embedded();
        Map<String, AttrValue> added = new HashMap<>(count("ellipsis_mask", 1));
        added.putAll(count("new_axis_mask", 2));
        Value one =
                net.of("StridedSlice", added, shape(2, 7, 8, 1), x, net.whole(0, 0), net.whole(0, 0), net.whole(1, 1));
        Value first = slice(x, count("begin_mask", 3), shape(2, 4, 8), 0, 4, 1);
        Value later = slice(x, count("end_mask", 3), shape(2, 5, 8), 2, 0, 1);
        Value turned = slice(x, count("begin_mask", 3), shape(2, 7, 8), 0, 0, -1);
        Map<String, AttrValue> shrunk = new HashMap<>(count("shrink_axis_mask", 2));
        shrunk.putAll(count("begin_mask", 1));
        Value last = slice(x, shrunk, shape(2, 8), -1, 0, 1);
        ValueAxes axes = net.axes(one, first, later, turned, last);
        assertThat(axes.layout(one)).hasToString("NTC?");
        assertThat(axes.layout(first)).hasToString("NTC");
        assertThat(axes.layout(later)).as("at other places").hasToString("N?C");
        assertThat(axes.layout(turned)).as("backwards").hasToString("N?C");
        assertThat(axes.layout(last)).hasToString("NC");
    }

    private Value slice(Value x, Map<String, AttrValue> masks, Shape made, int start, int end, int stride) {
        return net.of("StridedSlice", masks, made, x, net.whole(0, start), net.whole(0, end), net.whole(1, stride));
    }

    @Test
    void sums_over_named_axes_may_leave_out_the_first_ones() {
        Value x = embedded();
        Value made = net.of("Einsum", text("equation", "...x,xy->...y"), shape(2, 7, 5), x, net.weight(8, 5));
        Value weights = net.of("Einsum", text("equation", "...ac,...bc->...ab"), shape(2, 7, 7), made, made);
        Value taken = net.of("Einsum", text("equation", "...ab,...bc->...ac"), shape(2, 7, 5), weights, made);
        ValueAxes axes = net.axes(made, taken);
        assertThat(axes.layout(made)).hasToString("NTC");
        assertThat(axes.layout(taken)).hasToString("NTC");
    }

    @Test
    void patches_become_tokens_behind_a_class_token() {
        Value flat = net.of("Reshape", shape(2, 56, 6), picture(), net.whole(-1, 56, 6));
        Value joined = net.of("ConcatV2", shape(2, 57, 6), net.weight(2, 1, 6), flat, net.number(1));
        assertThat(net.axes(joined).layout(joined).grid()).contains(new TokenGrid(1, 8, 7));
    }

    /** UpSampling1D: Keras 3 tiles a new axis, Keras 2 splits and joins. */
    @Test
    void steps_that_are_repeated_are_steps() {
        Value x = embedded();
        Value one = net.of("ExpandDims", shape(2, 7, 1, 8), x, net.number(2));
        Value tiled = net.of("Tile", shape(2, 7, 2, 8), one, net.whole(1, 1, 2, 1));
        Value finer = net.of("Reshape", shape(2, 14, 8), tiled, net.whole(2, 14, 8));
        List<Value> parts = net.several(7, "Split", Map.of(), shape(2, 1, 8), net.number(1), x);
        Value[] twice = new Value[15];
        for (int i = 0; i < 14; i++) {
            twice[i] = parts.get(i / 2);
        }
        twice[14] = net.number(1);
        Value joined = net.of("ConcatV2", shape(2, 14, 8), twice);
        ValueAxes axes = net.axes(finer, joined);
        assertThat(axes.layout(finer)).hasToString("NTC");
        assertThat(axes.layout(joined)).hasToString("NTC");
    }

    /** Layers that Keras 3 applies to each step in turn. */
    @Test
    void steps_that_are_taken_apart_and_joined_again_are_steps() {
        Value x = embedded();
        List<Value> parts = net.several(7, "Unpack", count("axis", 1), shape(2, 8), x);
        Value[] made =
                parts.stream().map(part -> net.of("Tanh", shape(2, 8), part)).toArray(Value[]::new);
        Value inOrder = net.of("Pack", count("axis", 1), shape(2, 7, 8), made);
        List<Value> turned = new ArrayList<>(List.of(made));
        Collections.reverse(turned);
        Value backwards = net.of("Pack", count("axis", 1), shape(2, 7, 8), turned.toArray(Value[]::new));
        ValueAxes axes = net.axes(inOrder, backwards);
        assertThat(axes.layout(inOrder)).hasToString("NTC");
        assertThat(axes.layout(backwards)).hasToString("N?C");
    }
}
