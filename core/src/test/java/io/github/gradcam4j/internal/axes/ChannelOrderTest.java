package io.github.gradcam4j.internal.axes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelOrderTest {
    private final Flow flow = new Flow();

    private static WindowRule window(ChannelOrder order, boolean keepsChannels, Long... kernel) {
        return new WindowRule(order, List.of(kernel), keepsChannels);
    }

    @Test
    void channels_are_where_an_operator_is_defined_to_have_them() {
        assertThat(ChannelOrder.FIRST.layout(4).orElseThrow()).hasToString("NCHW");
        assertThat(ChannelOrder.LAST.layout(3).orElseThrow()).hasToString("NTC");
        assertThat(ChannelOrder.LAST.layout(4).orElseThrow()).hasToString("NHWC");
        assertThat(ChannelOrder.LAST.layout(5).orElseThrow()).hasToString("NDHWC");
        assertThat(ChannelOrder.LAST.layout(2)).isEmpty();
    }

    @Test
    void a_network_may_have_channels_last() {
        Node x = flow.input(2, 9, 7, 3);
        Node conv = flow.made(window(ChannelOrder.LAST, false, 3L, 3L), x, 2, 7, 5, 8);
        Node normal = flow.made(new ChannelRule(ChannelOrder.LAST), conv, 2, 7, 5, 8);
        Node pool = flow.made(window(ChannelOrder.LAST, true, 2L, 1L), normal, 2, 3, 5, 8);
        Node mean = flow.made(new ReduceRule(List.of(1, 2), false), pool, 2, 8);
        assertThat(List.of(flow.layout(x), flow.layout(conv), flow.layout(normal), flow.layout(pool)))
                .containsOnly("NHWC");
        assertThat(flow.layout(mean)).isEqualTo("NC");
    }

    @Test
    void networks_may_change_the_order_on_their_way() {
        Node x = flow.input(2, 3, 9, 7);
        Node last = flow.made(new PermuteRule(List.of(0, 2, 3, 1)), x, 2, 9, 7, 3);
        Node conv = flow.made(window(ChannelOrder.LAST, false, 3L, 3L), last, 2, 7, 5, 8);
        Node first = flow.made(new PermuteRule(List.of(0, 3, 1, 2)), conv, 2, 8, 7, 5);
        assertThat(flow.layout(x)).isEqualTo("NCHW");
        assertThat(flow.layout(first)).isEqualTo("NCHW");
    }

    /** As Keras does, whose convolution of steps is one of a picture with one row. */
    @Test
    void steps_are_the_columns_of_a_picture_of_one_row() {
        Node x = flow.input(2, 9, 3);
        Node row = flow.made(new InsertRule(List.of(1)), x, 2, 1, 9, 3);
        Node conv = flow.made(window(ChannelOrder.LAST, false, 1L, 3L), row, 2, 1, 7, 8);
        Node steps = flow.made(new ReduceRule(List.of(1), false), conv, 2, 7, 8);
        assertThat(flow.layout(x)).isEqualTo("NTC");
        assertThat(flow.layout(steps)).isEqualTo("NTC");
    }

    @Test
    void a_channel_that_was_added_for_a_pool_tells_nothing() {
        Node x = flow.input(2, 9, 7);
        Node picture = flow.made(new InsertRule(List.of(3)), x, 2, 9, 7, 1);
        Node pool = flow.made(window(ChannelOrder.LAST, true, 2L, 1L), picture, 2, 8, 7, 1);
        assertThat(flow.layout(pool)).isEqualTo("????");
    }
}
