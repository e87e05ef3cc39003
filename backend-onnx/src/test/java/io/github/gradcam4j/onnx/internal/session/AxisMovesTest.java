package io.github.gradcam4j.onnx.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.TokenGrid;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AxisMovesTest {
    private static final Layout TOKENS = Layout.tokens(new TokenGrid(0, 3, 5));

    private static List<Long> shape(long... sizes) {
        return java.util.Arrays.stream(sizes).boxed().toList();
    }

    @Test
    void rows_and_columns_that_become_one_axis_are_tokens_of_that_grid() {
        assertThat(AxisMoves.reshaped(Layout.NCHW, shape(2, 8, 3, 5), shape(2, 8, 15)))
                .contains(
                        new Layout(List.of(Axis.BATCH, Axis.CHANNEL, Axis.TOKEN), Optional.of(new TokenGrid(0, 3, 5))));
        assertThat(AxisMoves.reshaped(Layout.NHWC, shape(1, 3, 5, 8), shape(1, 15, 8)))
                .contains(TOKENS);
    }

    @Test
    void tokens_become_rows_and_columns_again_only_in_their_own_grid() {
        assertThat(AxisMoves.reshaped(TOKENS, shape(2, 15, 8), shape(2, 3, 5, 8)))
                .contains(Layout.NHWC);
        assertThat(AxisMoves.reshaped(TOKENS, shape(2, 15, 8), shape(2, 5, 3, 8)))
                .isEmpty();
        Layout classified = Layout.tokens(new TokenGrid(1, 2, 7));
        assertThat(AxisMoves.reshaped(classified, shape(2, 15, 8), shape(2, 3, 5, 8)))
                .isEmpty();
    }

    @Test
    void nothing_is_known_of_windows_heads_and_flattened_maps() {
        assertThat(AxisMoves.reshaped(Layout.NHWC, shape(2, 6, 4, 8), shape(2, 3, 2, 2, 2, 8)))
                .isEmpty();
        assertThat(AxisMoves.reshaped(TOKENS, shape(2, 15, 8), shape(2, 15, 2, 4)))
                .isEmpty();
        assertThat(AxisMoves.reshaped(Layout.NCHW, shape(2, 8, 3, 5), shape(2, 120)))
                .isEmpty();
        assertThat(AxisMoves.reshaped(TOKENS, shape(2, 15, 8), shape(30, 8))).isEmpty();
    }

    @Test
    void axes_of_one_entry_come_and_go() {
        assertThat(AxisMoves.reshaped(Layout.NCT, shape(2, 8, 7), shape(2, 8, 1, 7)))
                .contains(Layout.of(Axis.BATCH, Axis.CHANNEL, Axis.OTHER, Axis.TIME));
        assertThat(AxisMoves.reshaped(Layout.NCHW, shape(2, 8, 1, 1), shape(2, 8)))
                .contains(Layout.NC);
    }

    @Test
    void tokens_put_before_the_patches_and_taken_away_again_are_counted() {
        Optional<Layout> joined = AxisMoves.behind(TOKENS, 2, 17);
        assertThat(joined).contains(Layout.tokens(new TokenGrid(2, 3, 5)));
        assertThat(AxisMoves.cut(joined.orElseThrow(), 1, 2, 15, 17)).contains(TOKENS);
        assertThat(AxisMoves.cut(joined.orElseThrow(), 1, 1, 16, 17)).contains(Layout.tokens(new TokenGrid(1, 3, 5)));
        assertThat(AxisMoves.cut(joined.orElseThrow(), 1, 0, 1, 17)).isEmpty();
        assertThat(AxisMoves.behind(TOKENS, 0, 16))
                .as("a token behind the patches")
                .isEmpty();
    }
}
