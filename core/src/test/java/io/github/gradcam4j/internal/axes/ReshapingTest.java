package io.github.gradcam4j.internal.axes;

import static io.github.gradcam4j.internal.axes.Flow.after;
import static io.github.gradcam4j.internal.axes.Flow.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.TokenGrid;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReshapingTest {
    private static final Layout TOKENS = Layout.tokens(new TokenGrid(0, 3, 5));

    private static Arrangement reshaped(Layout layout, List<Long> from, List<Long> to) {
        return Reshaping.of(Arrangement.of(layout, from), to).orElseThrow();
    }

    private static Arrangement permuted(Arrangement before, Integer... order) {
        List<Long> shape = Stream.of(order).map(before::size).toList();
        return after(new PermuteRule(List.of(order)), before, shape);
    }

    private static Arrangement joined(long before, Arrangement tokens, long behind) {
        Flow flow = new Flow();
        Node patches = flow.input(2, 15, 8);
        List<Node> parts = List.of(flow.constant(2, before, 8), patches, flow.constant(2, behind, 8));
        Step step = flow.step(new JoinRule(1), parts, 2, before + 15 + behind, 8);
        Known known = new Known();
        known.learn(patches, tokens);
        step.rule().forward(step, known);
        return known.find(step.output()).orElseThrow();
    }

    @Test
    void rows_and_columns_that_become_one_axis_are_tokens_of_that_grid() {
        assertThat(reshaped(Layout.NCHW, shape(2, 8, 3, 5), shape(2, 8, 15)).layout())
                .isEqualTo(
                        new Layout(List.of(Axis.BATCH, Axis.CHANNEL, Axis.TOKEN), Optional.of(new TokenGrid(0, 3, 5))));
        assertThat(reshaped(Layout.NHWC, shape(1, 3, 5, 8), shape(1, 15, 8)).layout())
                .isEqualTo(TOKENS);
    }

    @Test
    void tokens_become_rows_and_columns_again_only_in_their_own_grid() {
        assertThat(reshaped(TOKENS, shape(2, 15, 8), shape(2, 3, 5, 8)).layout())
                .isEqualTo(Layout.NHWC);
        assertThat(Reshaping.of(Arrangement.of(TOKENS, shape(2, 15, 8)), shape(2, 5, 3, 8)))
                .isEmpty();
        Layout classified = Layout.tokens(new TokenGrid(1, 2, 7));
        assertThat(reshaped(classified, shape(2, 15, 8), shape(2, 3, 5, 8)).layout())
                .hasToString("N??C");
    }

    @Test
    void windows_heads_and_flattened_maps_are_no_positions() {
        assertThat(reshaped(Layout.NHWC, shape(2, 6, 4, 8), shape(2, 3, 2, 2, 2, 8))
                        .layout())
                .hasToString("N????C");
        assertThat(reshaped(TOKENS, shape(2, 15, 8), shape(2, 15, 2, 4)).layout())
                .hasToString("NP??");
        assertThat(reshaped(Layout.NCHW, shape(2, 8, 3, 5), shape(2, 120)).layout())
                .hasToString("N?");
        assertThat(reshaped(TOKENS, shape(2, 15, 8), shape(30, 8)).layout()).hasToString("?C");
    }

    /** Windows lie between two changes of shape: rows and columns are whole again behind them, and in their own order. */
    @Test
    void windows_are_put_together_again() {
        Arrangement windows =
                permuted(reshaped(Layout.NHWC, shape(2, 6, 4, 8), shape(2, 3, 2, 2, 2, 8)), 0, 1, 3, 2, 4, 5);
        Arrangement rows = Reshaping.of(windows, shape(12, 4, 8)).orElseThrow();
        assertThat(rows.layout()).hasToString("??C");
        Arrangement apart = Reshaping.of(rows, shape(2, 3, 2, 2, 2, 8)).orElseThrow();
        assertThat(Reshaping.of(permuted(apart, 0, 1, 3, 2, 4, 5), shape(2, 6, 4, 8))
                        .orElseThrow()
                        .layout())
                .isEqualTo(Layout.NHWC);
        assertThat(Reshaping.of(permuted(apart, 0, 3, 1, 2, 4, 5), shape(2, 6, 4, 8))
                        .orElseThrow()
                        .layout())
                .as("rows in another order")
                .hasToString("N?WC");
    }

    @Test
    void steps_in_another_order_are_no_steps() {
        Arrangement parts = reshaped(Layout.NTC, shape(2, 8, 3), shape(2, 2, 2, 2, 3));
        assertThat(Reshaping.of(parts, shape(2, 8, 3)).orElseThrow().layout()).isEqualTo(Layout.NTC);
        assertThat(Reshaping.of(permuted(parts, 0, 2, 1, 3, 4), shape(2, 8, 3))
                        .orElseThrow()
                        .layout())
                .hasToString("N?C");
    }

    @Test
    void rows_of_all_items_and_heads_come_back_whatever_coincides() {
        for (long[] sizes : new long[][] {{2, 7, 16, 2}, {2, 2, 4, 2}, {1, 7, 16, 2}, {1, 8, 8, 8}, {3, 4, 4, 1}}) {
            long items = sizes[0];
            long steps = sizes[1];
            long features = sizes[2];
            long heads = sizes[3];
            List<Long> whole = shape(items, steps, features);
            Arrangement rows = reshaped(Layout.NTC, whole, shape(items * steps, features));
            assertThat(rows.layout()).as("rows of %s", whole).hasToString("?C");
            assertThat(Reshaping.of(rows, whole).orElseThrow().layout()).isEqualTo(Layout.NTC);
            Arrangement split = reshaped(Layout.NTC, whole, shape(items, steps, heads, features / heads));
            Arrangement turned = permuted(split, 0, 2, 1, 3);
            assertThat(Reshaping.of(permuted(turned, 0, 2, 1, 3), whole)
                            .orElseThrow()
                            .layout())
                    .isEqualTo(Layout.NTC);
        }
    }

    /** Of one item, nobody sees from the sizes to which of its neighbours the axis of items went. */
    @Test
    void one_item_is_never_forgotten() {
        Layout stepsFirst = Layout.of(Axis.TIME, Axis.BATCH, Axis.CHANNEL);
        Arrangement rows = reshaped(stepsFirst, shape(7, 1, 16), shape(7, 16));
        assertThat(rows.layout()).hasToString("??");
        assertThat(Reshaping.of(rows, shape(7, 1, 16)).orElseThrow().layout()).hasToString("TNC");
        assertThat(reshaped(Layout.NTC, shape(1, 7, 16), shape(7, 16)).layout()).hasToString("?C");
    }

    @Test
    void axes_of_one_entry_come_and_go() {
        assertThat(reshaped(Layout.NCT, shape(2, 8, 7), shape(2, 8, 1, 7)).layout())
                .isEqualTo(Layout.of(Axis.BATCH, Axis.CHANNEL, Axis.OTHER, Axis.TIME));
        assertThat(reshaped(Layout.NCHW, shape(2, 8, 1, 1), shape(2, 8)).layout())
                .isEqualTo(Layout.NC);
    }

    @Test
    void tokens_put_before_the_patches_and_taken_away_again_are_counted() {
        Arrangement patches = Arrangement.of(TOKENS, shape(2, 15, 8));
        Arrangement joined = joined(2, patches, 0);
        assertThat(joined.layout()).isEqualTo(Layout.tokens(new TokenGrid(2, 3, 5)));
        assertThat(after(new SliceRule(1, 2, 1), joined, shape(2, 15, 8)).layout())
                .isEqualTo(TOKENS);
        assertThat(after(new SliceRule(1, 1, 1), joined, shape(2, 16, 8)).layout())
                .isEqualTo(Layout.tokens(new TokenGrid(1, 3, 5)));
        assertThat(after(new SliceRule(1, 0, 1), joined, shape(2, 1, 8)).layout())
                .hasToString("N?C");
        assertThat(joined(0, patches, 1).layout())
                .as("a token behind the patches")
                .hasToString("N?C");
    }
}
