package io.github.gradcam4j.internal.axes;

import static io.github.gradcam4j.internal.axes.Flow.after;
import static io.github.gradcam4j.internal.axes.Flow.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensor.Layout;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequencesTest {
    private static final RecurrentRule ITEMS_FIRST = new RecurrentRule(true, false);

    private final Flow flow = new Flow();

    private Node convolved(Node from, long... made) {
        return flow.step(
                        new WindowRule(ChannelOrder.LAST, List.of(3L), false),
                        List.of(from, flow.constant(3, 3, 1)),
                        made)
                .output();
    }

    @Test
    void steps_that_go_backwards_are_no_positions_until_they_are_turned_again() {
        Arrangement sequence = Arrangement.of(Layout.NTC, shape(2, 7, 4));
        Rule turning = new ReverseRule(List.of(1));
        Arrangement backwards = after(turning, sequence, shape(2, 7, 4));
        assertThat(backwards.layout()).hasToString("N?C");
        Arrangement features = after(ITEMS_FIRST, backwards, shape(2, 7, 6));
        assertThat(features.layout()).hasToString("N?C");
        assertThat(after(turning, features, shape(2, 7, 6)).layout()).isEqualTo(Layout.NTC);
    }

    @Test
    void channels_are_channels_in_any_order_and_tokens_backwards_are_nothing() {
        Arrangement picture = Arrangement.of(Layout.NHWC, shape(2, 4, 5, 3));
        assertThat(after(new ReverseRule(List.of(3)), picture, shape(2, 4, 5, 3))
                        .layout())
                .isEqualTo(Layout.NHWC);
        Arrangement tokens = after(new ReshapeRule(), picture, shape(2, 20, 3));
        assertThat(after(new ReverseRule(List.of(1)), tokens, shape(2, 20, 3)).layout())
                .hasToString("N?C");
    }

    @Test
    void repeated_steps_are_a_finer_axis() {
        Arrangement sequence = Arrangement.of(Layout.NTC, shape(2, 7, 4));
        Arrangement inserted = after(new InsertRule(List.of(2)), sequence, shape(2, 7, 1, 4));
        Arrangement repeated = after(new RepeatRule(2), inserted, shape(2, 7, 3, 4));
        assertThat(after(new ReshapeRule(), repeated, shape(2, 21, 4)).layout()).isEqualTo(Layout.NTC);
        assertThat(after(new ReshapeRule(), repeated, shape(2, 7, 12)).layout()).hasToString("N??");
    }

    @Test
    void what_is_repeated_is_known_by_what_becomes_of_it() {
        Node input = flow.input(2, 7, 4);
        Node inserted = flow.made(new InsertRule(List.of(2)), input, 2, 7, 1, 4);
        Node repeated = flow.made(new RepeatRule(2), inserted, 2, 7, 3, 4);
        convolved(flow.made(new ReshapeRule(), repeated, 2, 21, 4), 2, 19, 5);
        assertThat(flow.layout(input)).isEqualTo("NTC");
    }

    @Test
    void items_that_are_repeated_are_no_positions() {
        Arrangement items = Arrangement.of(Layout.NC, shape(2, 4));
        Arrangement inserted = after(new InsertRule(List.of(1)), items, shape(2, 1, 4));
        assertThat(after(new RepeatRule(1), inserted, shape(2, 3, 4)).layout()).hasToString("N?C");
    }

    @Test
    void a_recurrent_layer_over_pictures_has_frames() {
        Node film = flow.input(4, 2, 7, 6, 3);
        Node made = flow.made(new RecurrentRule(false, false), film, 4, 2, 6, 5, 8);
        Node last = flow.made(new RecurrentRule(false, true), film, 1, 2, 6, 5, 8);
        assertThat(flow.layout(film)).isEqualTo("DNHWC");
        assertThat(flow.layout(made)).isEqualTo("DNHWC");
        assertThat(flow.layout(last)).isEqualTo("?NHWC");
    }

    /** Readers of lines of text take columns for steps, and what is in a column for features. */
    @Test
    void rows_are_features_where_columns_are_steps() {
        Node picture = flow.input(2, 8, 20, 1);
        Node features = convolved(picture, 2, 8, 20, 4);
        Node turned = flow.made(new PermuteRule(List.of(0, 2, 1, 3)), features, 2, 20, 8, 4);
        Node columns = flow.made(new ReshapeRule(), turned, 2, 20, 32);
        Node steps = flow.made(ITEMS_FIRST, columns, 2, 20, 6);
        assertThat(flow.layout(picture)).isEqualTo("NHWC");
        assertThat(flow.layout(features)).isEqualTo("NHWC");
        assertThat(flow.layout(columns)).isEqualTo("NW?");
        assertThat(flow.layout(steps)).isEqualTo("NTC");
    }

    @Test
    void steps_that_are_joined_again_count_the_same() {
        Node sequence = flow.input(2, 7, 4);
        Node joined = flow.made(new StepsRule(1, 0), sequence, 7, 2, 5);
        flow.made(new RecurrentRule(false, false), joined, 7, 2, 6);
        assertThat(flow.layout(joined)).isEqualTo("TNC");
        assertThat(flow.layout(sequence)).isEqualTo("?T?");
    }

    /** Keras feeds float32 to embeddings. */
    @Test
    void what_rows_are_looked_up_by_is_numbers_of_tokens_whatever_its_type() {
        Node numbers = flow.input(2, 7);
        Node cast = flow.made(ElementRule.ALL, numbers, 2, 7);
        Node rows = flow.step(new EmbeddingRule(), List.of(cast, flow.constant(50, 8)), 2, 7, 8)
                .output();
        assertThat(flow.layout(numbers)).isEqualTo("NT");
        assertThat(flow.layout(rows)).isEqualTo("NTC");
    }

    @Test
    void numbers_that_are_turned_before_rows_are_looked_up_had_items_first() {
        Node numbers = flow.input(2, 7);
        Node turned = flow.made(new PermuteRule(List.of(1, 0)), numbers, 7, 2);
        Node rows = flow.step(new EmbeddingRule(), List.of(turned, flow.constant(50, 8)), 7, 2, 8)
                .output();
        assertThat(flow.layout(rows)).isEqualTo("TNC");
    }
}
