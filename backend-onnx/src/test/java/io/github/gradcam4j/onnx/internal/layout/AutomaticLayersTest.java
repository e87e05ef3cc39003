package io.github.gradcam4j.onnx.internal.layout;

import static io.github.gradcam4j.onnx.internal.layout.Sketch.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AutomaticLayersTest {
    private static final long[] WHOLE = {2, 7, 8};
    private final Sketch model = new Sketch();

    @BeforeEach
    void embed() {
        model.input("ids", DataType.INT64, 2, 7);
        model.node("embedding", "Gather", shape(WHOLE), model.weight(50, 8), "ids");
    }

    /** One head of attention with a residual connection, and a layer on each token behind it. */
    private void attention() {
        model.node("query", "MatMul", shape(WHOLE), "embedding", model.weight(8, 8));
        model.transpose("key", shape(2, 8, 7), "embedding", 0L, 2L, 1L);
        model.node("scores", "MatMul", shape(2, 7, 7), "query", "key");
        model.node("weights", "Softmax", shape(2, 7, 7), "scores");
        model.node("context", "MatMul", shape(WHOLE), "weights", "embedding");
        model.node("sum", "Add", shape(WHOLE), "context", "embedding");
        model.node("rows", "Reshape", shape(14, 8), "sum", model.longs(-1, 8));
        model.node("fed", "Gemm", shape(14, 8), "rows", model.weight(8, 8));
        model.node("last", "Reshape", shape(WHOLE), "fed", model.longs(2, 7, 8));
    }

    @Test
    void a_class_token_behind_the_last_attention_leaves_what_goes_into_it() {
        attention();
        model.node("token", "Gather", Map.of("axis", new AttributeValue.Int(1)), shape(2, 8), "last", model.number(0));
        model.node("score", "Gemm", shape(2, 3), "token", model.weight(8, 3));
        AutomaticLayers automatic = model.automatic("score");
        assertThat(automatic.matters("last")).isFalse();
        assertThat(automatic.matters("sum")).isFalse();
        assertThat(automatic.matters("rows")).isFalse();
        assertThat(automatic.matters("embedding")).isTrue();
        assertThat(automatic.isPassed("embedding")).isTrue();
        assertThat(automatic.isPassed("query")).isFalse();
        assertThat(automatic.isPassed("context"))
                .as("a residual connection leads around it")
                .isFalse();
    }

    /** GPT-2 reads the last token of each item, out of rows of all items, at places that the padding decides. */
    @Test
    void one_row_of_each_item_is_one_position_and_its_place_has_no_gradient() {
        attention();
        model.node("scored", "MatMul", shape(2, 7, 3), "last", model.weight(8, 3));
        model.node("table", "Flatten", Map.of("axis", new AttributeValue.Int(2)), shape(14, 3), "scored");
        model.node("sizes", "Shape", shape(3), "scored");
        model.input("places", DataType.INT64, 2);
        model.node("score", "Gather", shape(2, 3), "table", "places");
        AutomaticLayers automatic = model.automatic("score");
        assertThat(automatic.matters("scored")).isFalse();
        assertThat(automatic.matters("embedding")).isTrue();
    }

    @Test
    void a_mean_over_all_tokens_leaves_the_last_layer() {
        attention();
        model.node(
                "mean",
                "ReduceMean",
                Map.of("axes", new AttributeValue.Ints(java.util.List.of(1L)), "keepdims", new AttributeValue.Int(0)),
                shape(2, 8),
                "last");
        model.node("score", "Gemm", shape(2, 3), "mean", model.weight(8, 3));
        AutomaticLayers automatic = model.automatic("score");
        assertThat(automatic.matters("last")).isTrue();
        assertThat(automatic.isPassed("last")).isTrue();
    }

    @Test
    void a_convolution_as_wide_as_one_token_does_not_mix_tokens() {
        model.transpose("turned", shape(2, 8, 7), "embedding", 0L, 2L, 1L);
        model.node("wide", "Conv", shape(2, 8, 7), "turned", model.weight(8, 8, 3));
        model.node("narrow", "Conv", shape(2, 8, 7), "wide", model.weight(8, 8, 1));
        model.node(
                "token", "Gather", Map.of("axis", new AttributeValue.Int(2)), shape(2, 8), "narrow", model.number(0));
        model.node("score", "Gemm", shape(2, 3), "token", model.weight(8, 3));
        AutomaticLayers automatic = model.automatic("score");
        assertThat(automatic.matters("narrow")).isFalse();
        assertThat(automatic.matters("wide")).isFalse();
        assertThat(automatic.matters("turned")).isTrue();
    }

    @Test
    void one_branch_of_several_is_not_what_everything_passes() {
        model.transpose("turned", shape(2, 8, 7), "embedding", 0L, 2L, 1L);
        model.node("two", "Conv", shape(2, 4, 6), "turned", model.weight(4, 8, 2));
        model.node("three", "Conv", shape(2, 4, 5), "turned", model.weight(4, 8, 3));
        model.node("most2", "GlobalMaxPool", shape(2, 4, 1), "two");
        model.node("most3", "GlobalMaxPool", shape(2, 4, 1), "three");
        model.node("score", "Concat", Map.of("axis", new AttributeValue.Int(1)), shape(2, 8, 1), "most2", "most3");
        AutomaticLayers automatic = model.automatic("score");
        assertThat(automatic.isPassed("three")).isFalse();
        assertThat(automatic.isPassed("turned")).isTrue();
        assertThat(automatic.matters("three")).isTrue();
    }

    /** Audio transformers take spectrograms without a channel, and a mask that never has one. */
    @Test
    void an_input_that_gets_its_channel_in_the_model_has_a_way_to_the_score() {
        Sketch audio = new Sketch();
        audio.input("spectrogram", DataType.FLOAT, 2, 6, 8);
        audio.input("mask", DataType.FLOAT, 2, 12);
        audio.node("picture", "Unsqueeze", shape(2, 1, 6, 8), "spectrogram", audio.longs(1));
        audio.node("patches", "Conv", shape(2, 4, 3, 4), "picture", audio.weight(4, 1, 2, 2));
        audio.node("tokens", "Reshape", shape(2, 4, 12), "patches", audio.longs(2, 4, 12));
        audio.transpose("features", shape(2, 12, 4), "tokens", 0L, 2L, 1L);
        audio.node("query", "MatMul", shape(2, 12, 4), "features", audio.weight(4, 4));
        audio.transpose("key", shape(2, 4, 12), "features", 0L, 2L, 1L);
        audio.node("scores", "MatMul", shape(2, 12, 12), "query", "key");
        audio.node("hidden", "Unsqueeze", shape(2, 1, 12), "mask", audio.longs(1));
        audio.node("masked", "Add", shape(2, 12, 12), "scores", "hidden");
        audio.node("context", "MatMul", shape(2, 12, 4), "masked", "features");
        audio.node("sum", "Add", shape(2, 12, 4), "context", "features");
        audio.node("token", "Gather", Map.of("axis", new AttributeValue.Int(1)), shape(2, 4), "sum", audio.number(0));
        audio.node("score", "Gemm", shape(2, 3), "token", audio.weight(4, 3));
        AutomaticLayers automatic = audio.automatic("score");
        assertThat(automatic.isPassed("features")).isTrue();
        assertThat(automatic.isPassed("query")).isFalse();
        assertThat(automatic.isPassed("context")).isFalse();
    }
}
