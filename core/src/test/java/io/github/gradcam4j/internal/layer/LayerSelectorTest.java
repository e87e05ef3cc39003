package io.github.gradcam4j.internal.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.TokenGrid;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayerSelectorTest {
    private static final List<LayerInfo> LAYERS = List.of(
            layer("image", Shape.of(1, 3, 9, 7), Layout.NCHW, true),
            layer("conv1", Shape.of(1, 4, 5, 4), Layout.NCHW, true, "node_0", "stem.0"),
            layer("layer4.1", Shape.of(1, 8, 3, 2), Layout.NCHW, true, "block"),
            layer("layer4", Shape.of(1, 8, 2, 1), Layout.NCHW, true, "block"),
            layer("pool", Shape.of(1, 8, 1, 1), Layout.NCHW, true),
            layer("auxiliary", Shape.of(1, 8, 3, 2), Layout.NCHW, false),
            layer("fc", Shape.of(1, 5), Layout.NC, true));

    private static LayerInfo layer(String name, Shape shape, Layout layout, boolean onPath, String... aliases) {
        return new LayerInfo(
                LayerRef.of(name), List.of(aliases), "Conv", DType.FLOAT32, shape, layout, onPath, Optional.empty());
    }

    private static String select(String name) {
        return LayerSelector.select(name, LAYERS).ref().toString();
    }

    @Test
    void auto_is_the_last_layer_with_positions_on_the_path_to_the_score() {
        assertThat(select("auto")).isEqualTo("layer4");
    }

    @Test
    void a_row_of_tokens_has_positions_and_one_column_is_enough() {
        LayerInfo tokens = layer("tokens", Shape.of(1, 7, 4), Layout.tokens(new TokenGrid(1, 3, 2)), true);
        LayerInfo single = layer("class", Shape.of(1, 1, 4), Layout.NTC, true);
        assertThat(LayerSelector.select("auto", List.of(tokens, single))).isEqualTo(tokens);
    }

    @Test
    void one_step_is_enough_where_no_layer_has_more_but_one_pixel_is_not() {
        LayerInfo word = layer("word", Shape.of(1, 8, 1), Layout.NCT, true);
        LayerInfo scores = layer("scores", Shape.of(1, 2), Layout.NC, true);
        assertThat(LayerSelector.select("auto", List.of(word, scores))).isEqualTo(word);
        assertThat(LayerSelector.select("word", List.of(word, scores))).isEqualTo(word);
        LayerInfo text = layer("text", Shape.of(1, 8, 5), Layout.NCT, true);
        assertThatThrownBy(() -> LayerSelector.select("word", List.of(text, word, scores)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("'text'");
        LayerInfo pixel = layer("pixel", Shape.of(1, 8, 1, 1), Layout.NCHW, true);
        assertThatThrownBy(() -> LayerSelector.select("auto", List.of(pixel, scores)))
                .isInstanceOf(UnsupportedModelException.class);
    }

    @Test
    void negative_numbers_count_from_the_end_of_the_layers_with_positions() {
        assertThat(select("-1")).isEqualTo("layer4");
        assertThat(select("-2")).isEqualTo("layer4.1");
        assertThat(select("-4")).isEqualTo("image");
        assertThatThrownBy(() -> select("-5"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-5")
                .hasMessageContaining("-1 to -4");
    }

    @Test
    void names_and_aliases_are_found_the_last_of_several() {
        assertThat(select("conv1")).isEqualTo("conv1");
        assertThat(select("stem.0")).isEqualTo("conv1");
        assertThat(select("block")).isEqualTo("layer4");
    }

    @Test
    void a_tensor_and_a_module_of_the_same_name_are_told_apart_by_the_user() {
        List<LayerInfo> layers = List.of(
                layer("relu", Shape.of(1, 4, 5, 4), Layout.NCHW, true, "relu_1", "node_relu"),
                layer("relu_1", Shape.of(1, 8, 3, 2), Layout.NCHW, true, "relu_2", "node_relu_1"));
        assertThatThrownBy(() -> LayerSelector.select("relu_1", layers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 layers")
                .hasMessageContaining("'relu' (also 'node_relu')")
                .hasMessageContaining("'relu_1' (also 'relu_2', 'node_relu_1')");
        assertThat(LayerSelector.select("relu_2", layers)).isEqualTo(layers.get(1));
        assertThat(LayerSelector.select("auto", layers)).isEqualTo(layers.get(1));
    }

    @Test
    void a_second_call_and_output_are_spelled_out() {
        LayerInfo again = new LayerInfo(
                new LayerRef("relu", 1, 2),
                List.of(),
                "Relu",
                DType.FLOAT32,
                Shape.of(1, 2, 3, 3),
                Layout.NCHW,
                true,
                Optional.empty());
        assertThat(LayerSelector.select("relu#1:2", List.of(again))).isEqualTo(again);
    }

    @Test
    void an_unknown_name_is_answered_with_the_nearest() {
        assertThatThrownBy(() -> select("layr4.1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'layr4.1'")
                .hasMessageContaining("The nearest names are 'layer4.1', 'layer4'");
    }

    @Test
    void a_layer_without_a_map_is_refused_with_its_shape() {
        assertThatThrownBy(() -> select("fc"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("'fc'")
                .hasMessageContaining("[1, 5]");
        assertThatThrownBy(() -> select("pool")).hasMessageContaining("[1, 8, 1, 1]");
        assertThatThrownBy(() -> select("auxiliary"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("does not depend on layer 'auxiliary'");
    }

    @Test
    void a_model_without_positions_has_no_automatic_layer() {
        assertThatThrownBy(() -> LayerSelector.select("auto", LAYERS.subList(6, 7)))
                .isInstanceOf(UnsupportedModelException.class);
    }

    @Test
    void where_no_layer_has_positions_all_before_the_score_are_listed() {
        assertThat(LayerSelector.listed(LAYERS)).isEqualTo(LAYERS.subList(0, 4));
        assertThat(LayerSelector.listed(LAYERS.subList(4, 7))).containsExactly(LAYERS.get(4), LAYERS.get(6));
    }

    /** The operator may be why there are no positions, as in files of a blocked layout. */
    @Test
    void where_nothing_has_a_map_the_operator_that_has_no_gradient_is_named() {
        LayerInfo blocked = new LayerInfo(
                LayerRef.of("blocked"),
                List.of(),
                "Conv",
                DType.FLOAT32,
                Shape.of(1, 16, 3, 5),
                Layout.unknown(4),
                true,
                Optional.of("Conv (node 'n') is blocked (do otherwise)"));
        for (String name : List.of("auto", "blocked")) {
            assertThatThrownBy(() -> LayerSelector.select(name, List.of(blocked)))
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContaining("Conv (node 'n') is blocked (do otherwise). ");
        }
        assertThatThrownBy(() -> LayerSelector.select("blocked", List.of(blocked), false))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageNotContaining("is blocked");
    }

    @Test
    void layers_of_integers_are_for_methods_without_gradients() {
        LayerInfo codes = new LayerInfo(
                LayerRef.of("codes"),
                List.of(),
                "QLinearConv",
                DType.UINT8,
                Shape.of(1, 4, 3, 5),
                Layout.NCHW,
                true,
                Optional.empty());
        assertThatThrownBy(() -> LayerSelector.select("auto", List.of(codes)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("integers")
                .hasMessageContaining("occlusion");
        assertThat(LayerSelector.select("auto", List.of(codes), false)).isEqualTo(codes);
    }

    @Test
    void distance_counts_single_edits() {
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("same", "same")).isZero();
        assertThat(Nearest.of("LAYER4", List.of("x", "backbone.layer4.conv", "layer3")))
                .startsWith("backbone.layer4.conv", "layer3");
        assertThat(Nearest.quoted("x", List.of())).isEqualTo("none");
    }
}
