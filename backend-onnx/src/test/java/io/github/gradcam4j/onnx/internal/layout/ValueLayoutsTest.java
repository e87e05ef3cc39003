package io.github.gradcam4j.onnx.internal.layout;

import static io.github.gradcam4j.onnx.internal.layout.Sketch.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueLayoutsTest {
    private final Sketch model = new Sketch();

    /** Grouped channels would pass for channels, and channels times positions for the cells of a map. */
    @Test
    void a_group_normalization_between_two_reshapes_keeps_the_layout_and_has_no_layers_inside() {
        model.input("x", DataType.FLOAT, 1, 3, 5, 7);
        model.node("conv", "Conv", shape(1, 4, 5, 7), "x", model.weight(4, 3, 1, 1));
        model.node("grouped", "Reshape", shape(1, 2, 70), "conv", model.longs(0, 2, -1));
        model.node("normal", "InstanceNormalization", shape(1, 2, 70), "grouped", model.weight(2), model.weight(2));
        model.node("restored", "Reshape", shape(1, 4, 5, 7), "normal", model.longs(1, 4, 5, 7));
        model.node("flat", "Reshape", shape(1, 1, 1, 140), "normal", model.longs(1, 1, 1, 140));
        model.node("relu", "Relu", shape(1, 4, 5, 7), "restored");
        assertThat(model.layout("restored")).isEqualTo("NCHW");
        assertThat(model.layout("relu")).isEqualTo("NCHW");
        assertThat(model.layout("grouped")).isEqualTo("N??");
        assertThat(model.layout("normal")).isEqualTo("N??");
        assertThat(model.layout("flat")).isEqualTo("N???");
    }

    @Test
    void integer_arithmetic_hands_on_what_axes_count() {
        model.input("x", DataType.FLOAT, 1, 3, 5, 7);
        String s = model.weight();
        model.node("quantized", "QuantizeLinear", shape(1, 3, 5, 7), "x", s, s);
        model.node("conv", "QLinearConv", shape(1, 3, 5, 7), "quantized", s, s, model.weight(3, 3, 1, 1), s, s, s, s);
        model.node("floats", "DequantizeLinear", shape(1, 3, 5, 7), "conv", s, s);
        for (String value : List.of("x", "quantized", "conv", "floats")) {
            assertThat(model.layout(value)).as(value).isEqualTo("NCHW");
        }
    }

    @Test
    void dynamic_quantisation_hands_on_what_axes_count() {
        model.input("x", DataType.FLOAT, 1, 3, 5, 7);
        model.node("quantized", "DynamicQuantizeLinear", shape(1, 3, 5, 7), "x");
        model.node("sums", "ConvInteger", shape(1, 4, 5, 7), "quantized", model.weight(4, 3, 1, 1));
        model.node("floats", "Cast", Map.of("to", new AttributeValue.Int(1)), shape(1, 4, 5, 7), "sums");
        for (String value : List.of("x", "quantized", "sums", "floats")) {
            assertThat(model.layout(value)).as(value).isEqualTo("NCHW");
        }
    }

    /** Channels of one position are side by side in it, although the axes have the sizes of old. */
    @Test
    void values_of_the_blocked_layout_have_no_axes_that_count_one_thing() {
        String domain = "com.microsoft.nchwc.";
        model.input("x", DataType.FLOAT, 1, 3, 5, 7);
        model.node("conv", domain + "Conv", shape(1, 16, 5, 7), "x", model.weight(16, 3, 1, 1));
        model.node("relu", "Relu", shape(1, 16, 5, 7), "conv");
        model.node("pool", domain + "MaxPool", shape(1, 16, 3, 4), "relu");
        model.node("ordered", domain + "ReorderOutput", shape(1, 9, 3, 4), "pool");
        model.node("tanh", "Tanh", shape(1, 9, 3, 4), "ordered");
        model.node("again", domain + "ReorderInput", shape(1, 16, 3, 4), "tanh");
        for (String value : List.of("conv", "relu", "pool", "again")) {
            assertThat(model.layout(value)).as(value).isEqualTo("????");
        }
        for (String value : List.of("x", "ordered", "tanh")) {
            assertThat(model.layout(value)).as(value).isEqualTo("NCHW");
        }
    }

    /** Sizes that coincide, items with steps, steps with features or heads with steps, confuse nothing. */
    @ParameterizedTest
    @CsvSource({"2, 7, 16, 2", "1, 7, 16, 2", "2, 2, 4, 2", "1, 8, 8, 8", "4, 4, 4, 4"})
    void tokens_are_followed_through_attention(long items, long steps, long features, long heads) {
        encoder(items, steps, features, heads);
        List<Long> whole = shape(items, steps, features);
        model.node("sum", "Add", whole, "context", "embedding");
        for (String value : List.of("embedding", "query", "context", "sum")) {
            assertThat(model.layout(value)).as(value).isEqualTo("NTC");
        }
        assertThat(model.layout("ids")).isEqualTo("NT");
        assertThat(model.layout("weights")).doesNotContain("T");
        assertThat(model.layout("rows")).isEqualTo("?C");
    }

    /** A block of attention as exporters write it, whose query is made from rows of all items. */
    private void encoder(long items, long steps, long features, long heads) {
        List<Long> whole = shape(items, steps, features);
        List<Long> split = shape(items, steps, heads, features / heads);
        List<Long> turned = shape(items, heads, steps, features / heads);
        model.input("ids", DataType.INT64, items, steps);
        model.node("embedding", "Gather", whole, model.weight(50, features), "ids");
        model.node("rows", "Reshape", shape(items * steps, features), "embedding", model.longs(-1, features));
        model.node("product", "Gemm", shape(items * steps, features), "rows", model.weight(features, features));
        model.node("query", "Reshape", whole, "product", model.longs(0, 0, features));
        model.node("queryHeads", "Reshape", split, "query", model.longs(0, 0, heads, -1));
        model.transpose("q", turned, "queryHeads", 0L, 2L, 1L, 3L);
        model.node("key", "MatMul", whole, "embedding", model.weight(features, features));
        model.node("keyHeads", "Reshape", split, "key", model.longs(0, 0, heads, -1));
        model.transpose("k", shape(items, heads, features / heads, steps), "keyHeads", 0L, 2L, 3L, 1L);
        model.transpose("v", turned, "keyHeads", 0L, 2L, 1L, 3L);
        model.node("scores", "MatMul", shape(items, heads, steps, steps), "q", "k");
        model.node("weights", "Softmax", shape(items, heads, steps, steps), "scores");
        model.node("taken", "MatMul", turned, "weights", "v");
        model.transpose("joined", split, "taken", 0L, 2L, 1L, 3L);
        model.node("context", "Reshape", whole, "joined", model.longs(0, 0, features));
    }

    @Test
    void a_recurrent_layer_says_which_axis_of_the_numbers_is_steps() {
        for (boolean turns : new boolean[] {true, false}) {
            Sketch sketch = new Sketch();
            sketch.input("ids", DataType.INT64, 5, 5);
            sketch.node("embedding", "Gather", shape(5, 5, 8), sketch.weight(50, 8), "ids");
            String taken = turns ? sketch.transpose("turned", shape(5, 5, 8), "embedding", 1L, 0L, 2L) : "embedding";
            sketch.node("lstm", "LSTM", shape(5, 1, 5, 6), taken, sketch.weight(1, 24, 8), sketch.weight(1, 24, 6));
            sketch.node("steps", "Squeeze", shape(5, 5, 6), "lstm", sketch.longs(1));
            assertThat(sketch.layout("ids")).isEqualTo(turns ? "NT" : "TN");
            assertThat(sketch.layout("embedding")).isEqualTo(turns ? "NTC" : "TNC");
            assertThat(sketch.layout("steps")).isEqualTo("TNC");
        }
    }

    /** Kim's convolution over text is one over a picture of one channel, as wide as the features. */
    @Test
    void features_that_pass_for_columns_are_no_positions() {
        model.input("ids", DataType.INT64, 2, 7);
        model.node("embedding", "Gather", shape(2, 7, 12), model.weight(50, 12), "ids");
        model.node("picture", "Unsqueeze", shape(2, 1, 7, 12), "embedding", model.longs(1));
        model.node("conv", "Conv", shape(2, 8, 6, 1), "picture", model.weight(8, 1, 2, 12));
        model.node("steps", "Squeeze", shape(2, 8, 6), "conv", model.longs(3));
        assertThat(model.layout("embedding")).isEqualTo("NTC");
        assertThat(model.layout("steps")).isEqualTo("NCT");
    }

    /** Funnel shortens its steps by a pool over a picture of one channel, which says nothing about features. */
    @Test
    void a_pool_over_steps_keeps_steps_and_features() {
        Map<String, AttributeValue> halves = Map.of("kernel_shape", new AttributeValue.Ints(List.of(2L, 1L)));
        model.input("ids", DataType.INT64, 2, 7);
        model.node("embedding", "Gather", shape(2, 7, 12), model.weight(50, 12), "ids");
        model.node("picture", "Unsqueeze", shape(2, 1, 7, 12), "embedding", model.longs(1));
        model.node("pool", "AveragePool", halves, shape(2, 1, 6, 12), "picture");
        model.node("steps", "Squeeze", shape(2, 6, 12), "pool", model.longs(1));
        assertThat(model.layout("picture")).isEqualTo("N?TC");
        assertThat(model.layout("pool")).isEqualTo("N?TC");
        assertThat(model.layout("steps")).isEqualTo("NTC");
        model.input("unknown", DataType.FLOAT, 2, 7, 12);
        model.node("made", "Unsqueeze", shape(2, 1, 7, 12), "unknown", model.longs(1));
        model.node("alone", "AveragePool", halves, shape(2, 1, 6, 12), "made");
        assertThat(model.layout("alone")).doesNotContain("W");
    }

    @Test
    void numbers_that_were_turned_are_followed_too() {
        model.input("ids", DataType.INT64, 2, 7);
        model.transpose("turned", shape(7, 2), "ids", 1L, 0L);
        model.node("embedding", "Gather", shape(7, 2, 12), model.weight(50, 12), "turned");
        assertThat(model.layout("embedding")).isEqualTo("TNC");
    }

    /** Weights over the last axis alone make features of it; weights over both leave it open what they are. */
    @Test
    void features_of_an_input_are_known_by_the_weights_they_meet() {
        for (boolean mixes : new boolean[] {false, true}) {
            Sketch sketch = new Sketch();
            sketch.input("x", DataType.FLOAT, 2, 7, 4);
            sketch.node("linear", "MatMul", shape(2, 7, 9), "x", sketch.weight(4, 9));
            if (mixes) {
                sketch.transpose("turned", shape(2, 9, 7), "linear", 0L, 2L, 1L);
                sketch.node("mixed", "MatMul", shape(2, 9, 3), "turned", sketch.weight(7, 3));
            }
            assertThat(sketch.layout("linear")).isEqualTo(mixes ? "???" : "NTC");
        }
    }

    @Test
    void a_mask_that_is_spread_over_heads_says_nothing_about_items() {
        model.input("ids", DataType.INT64, 1, 7);
        model.input("mask", DataType.FLOAT, 1, 7);
        model.node("embedding", "Gather", shape(1, 7, 8), model.weight(50, 8), "ids");
        model.node("heads", "Reshape", shape(1, 7, 2, 4), "embedding", model.longs(0, 0, 2, -1));
        model.node("apart", "Reshape", shape(1, 1, 1, 7), "mask", model.longs(0, 1, 1, -1));
        model.transpose("turned", shape(1, 2, 4, 7), "heads", 0L, 2L, 3L, 1L);
        model.node("spread", "Expand", shape(1, 2, 4, 7), "apart", model.longs(1, 2, 4, 7));
        model.node("masked", "Where", shape(1, 2, 4, 7), "spread", model.number(0), "turned");
        assertThat(model.layout("masked")).startsWith("N");
        assertThat(model.layout("apart")).as("one head for all is no channel").doesNotContain("C");
        assertThat(model.layout("mask")).doesNotContain("C");
    }

    @Test
    void a_mean_over_steps_has_no_steps() {
        model.input("ids", DataType.INT64, 2, 7);
        model.node("embedding", "Gather", shape(2, 7, 12), model.weight(50, 12), "ids");
        model.node(
                "mean",
                "ReduceMean",
                Map.of("axes", new AttributeValue.Ints(List.of(1L)), "keepdims", new AttributeValue.Int(0)),
                shape(2, 12),
                "embedding");
        assertThat(model.layout("mean")).isEqualTo("NC");
    }

    /** What tf2onnx writes of Keras: rows of all items for a dense layer, a picture of one row for a convolution of steps. */
    @Test
    void steps_of_keras_stay_steps() {
        model.input("ids", DataType.INT32, 2, 7);
        model.node("numbers", "Cast", Map.of("to", new AttributeValue.Int(7)), shape(2, 7), "ids");
        model.node("embedding", "Gather", shape(2, 7, 8), model.weight(50, 8), "numbers");
        model.node("rows", "Reshape", shape(14, 8), "embedding", model.longs(-1, 8));
        model.node("product", "MatMul", shape(14, 6), "rows", model.weight(8, 6));
        model.node("dense", "Reshape", shape(2, 7, 6), "product", model.longs(-1, 7, 6));
        model.node("biased", "Add", shape(2, 7, 6), "dense", model.weight(6));
        model.transpose("turned", shape(2, 6, 7), "biased", 0L, 2L, 1L);
        model.node("picture", "Unsqueeze", shape(2, 6, 1, 7), "turned", model.longs(2));
        model.node("conv", "Conv", shape(2, 5, 1, 5), "picture", model.weight(5, 6, 1, 3));
        model.node("squeezed", "Squeeze", shape(2, 5, 5), "conv", model.longs(2));
        model.transpose("steps", shape(2, 5, 5), "squeezed", 0L, 2L, 1L);
        for (String value : List.of("embedding", "dense", "biased", "steps")) {
            assertThat(model.layout(value)).as(value).isEqualTo("NTC");
        }
        assertThat(model.layout("turned")).isEqualTo("NCT");
        assertThat(model.layout("squeezed")).isEqualTo("NCT");
    }

    /** Swin halves rows and columns: the features of four neighbours are made into those of one. */
    @Test
    void neighbours_that_weights_merge_are_channels_of_a_coarser_picture() {
        model.input("x", DataType.FLOAT, 2, 3, 6, 8);
        model.node("conv", "Conv", shape(2, 4, 6, 8), "x", model.weight(4, 3, 1, 1));
        model.transpose("last", shape(2, 6, 8, 4), "conv", 0L, 2L, 3L, 1L);
        model.node("split", "Reshape", shape(2, 3, 2, 4, 2, 4), "last", model.longs(2, 3, 2, 4, 2, 4));
        model.transpose("near", shape(2, 3, 4, 2, 2, 4), "split", 0L, 1L, 3L, 4L, 2L, 5L);
        model.node("joined", "Reshape", shape(2, 3, 4, 16), "near", model.longs(2, 3, 4, 16));
        model.node("merged", "MatMul", shape(2, 3, 4, 8), "joined", model.weight(16, 8));
        model.node("tokens", "Reshape", shape(2, 12, 8), "merged", model.longs(2, 12, 8));
        model.transpose("far", shape(2, 2, 2, 3, 4, 4), "split", 0L, 2L, 4L, 1L, 3L, 5L);
        model.node("whole", "Reshape", shape(2, 2, 2, 48), "far", model.longs(2, 2, 2, 48));
        model.node("mixed", "MatMul", shape(2, 2, 2, 8), "whole", model.weight(48, 8));
        assertThat(model.layout("joined")).isEqualTo("N???");
        assertThat(model.layout("merged")).isEqualTo("NHWC");
        assertThat(model.layout("tokens")).isEqualTo("NPC");
        assertThat(model.layout("mixed")).as("steps over the whole picture").isEqualTo("N???");
    }

    @Test
    void a_convolution_makes_channels_of_neighbours_that_were_brought_together() {
        model.input("x", DataType.FLOAT, 2, 3, 6, 8);
        model.node("conv", "Conv", shape(2, 4, 6, 8), "x", model.weight(4, 3, 1, 1));
        model.node("split", "Reshape", shape(2, 4, 3, 2, 4, 2), "conv", model.longs(2, 4, 3, 2, 4, 2));
        model.transpose("near", shape(2, 4, 2, 2, 3, 4), "split", 0L, 1L, 3L, 5L, 2L, 4L);
        model.node("joined", "Reshape", shape(2, 16, 3, 4), "near", model.longs(2, 16, 3, 4));
        model.node("merged", "Conv", shape(2, 8, 3, 4), "joined", model.weight(8, 16, 1, 1));
        assertThat(model.layout("merged")).isEqualTo("NCHW");
    }

    /** Sequencer reads a picture row by row: its rows are items for that, and positions again behind it. */
    @ParameterizedTest
    @CsvSource({"1, 5, 7", "2, 5, 7", "3, 4, 4"})
    void rows_of_a_picture_that_a_recurrent_layer_takes_for_items_stay_rows(long items, long height, long width) {
        model.input("x", DataType.FLOAT, items, 3, height, width);
        model.node("conv", "Conv", shape(items, 8, height, width), "x", model.weight(8, 3, 1, 1));
        model.transpose("last", shape(items, height, width, 8), "conv", 0L, 2L, 3L, 1L);
        model.node("rows", "Reshape", shape(items * height, width, 8), "last", model.longs(-1, width, 8));
        model.transpose("steps", shape(width, items * height, 8), "rows", 1L, 0L, 2L);
        model.node("lstm", "LSTM", shape(width, 1, items * height, 6), "steps", model.weight(1, 24, 8));
        model.node("one", "Squeeze", shape(width, items * height, 6), "lstm", model.longs(1));
        model.transpose("turned", shape(items * height, width, 6), "one", 1L, 0L, 2L);
        model.node("picture", "Reshape", shape(items, height, width, 6), "turned", model.longs(-1, height, width, 6));
        assertThat(model.layout("conv")).isEqualTo("NCHW");
        assertThat(model.layout("last")).isEqualTo("NHWC");
        assertThat(model.layout("picture")).isEqualTo("NHWC");
    }
}
