package io.github.gradcam4j.tensorflow.internal.axes;

import static io.github.gradcam4j.tensorflow.internal.axes.Sketch.count;
import static io.github.gradcam4j.tensorflow.internal.axes.Sketch.shape;
import static io.github.gradcam4j.tensorflow.internal.axes.Sketch.truth;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DataType;

/** Which values an automatic choice may take. */
class PositionsTest {
    private final Sketch net = new Sketch();
    private final Value ids = net.input(DataType.DT_INT32, 2, 7);
    private final Value embedded = net.of("GatherV2", shape(2, 7, 8), net.weight(50, 8), ids, net.number(0));

    /** One head of attention with a residual connection, and a layer on each token behind it. */
    private Value attended(Value x) {
        Value query = net.of("BatchMatMulV2", shape(2, 7, 8), x, net.weight(8, 8));
        Value scores = net.of("BatchMatMulV2", truth("adj_y"), shape(2, 7, 7), query, x);
        Value context = net.of("BatchMatMulV2", shape(2, 7, 8), net.of("Softmax", shape(2, 7, 7), scores), x);
        return net.of("AddV2", shape(2, 7, 8), context, x);
    }

    private Value token(Value x) {
        return net.of(
                "StridedSlice",
                count("shrink_axis_mask", 2),
                shape(2, 8),
                x,
                net.whole(0, 0),
                net.whole(2, 1),
                net.whole(1, 1));
    }

    private Value score(Value features) {
        return net.of("MatMul", shape(2, 3), features, net.weight(8, 3));
    }

    @Test
    void a_class_token_behind_the_last_attention_leaves_what_goes_into_it() {
        Value sum = attended(embedded);
        Value fed = net.of("Tanh", shape(2, 7, 8), sum);
        ValueAxes axes = net.axes(score(token(fed)));
        assertThat(axes.isEligible(fed)).isFalse();
        assertThat(axes.isEligible(sum)).isFalse();
        assertThat(axes.isEligible(embedded)).isTrue();
    }

    @Test
    void a_mean_over_all_tokens_leaves_the_last_layer() {
        Value sum = attended(embedded);
        ValueAxes axes = net.axes(score(net.of("Mean", shape(2, 8), sum, net.number(1))));
        assertThat(axes.isEligible(sum)).isTrue();
    }

    @Test
    void a_last_state_leaves_what_the_recurrent_layer_reads() {
        Value turned = net.of("Transpose", shape(7, 2, 8), embedded, net.whole(1, 0, 2));
        Node loop = net.loop(net.list(turned), net.weight(2, 8), net.weight(8, 8));
        Value all = net.of("TensorListStack", shape(7, 2, 8), loop.output(1), net.whole(2, 8));
        Value last = net.of(
                "StridedSlice",
                count("shrink_axis_mask", 1),
                shape(2, 8),
                all,
                net.whole(-1),
                net.whole(0),
                net.whole(1));
        ValueAxes axes = net.axes(score(last));
        assertThat(axes.isEligible(all)).isFalse();
        assertThat(axes.isEligible(embedded)).isTrue();
    }

    @Test
    void steps_that_are_taken_one_by_one_all_matter() {
        List<Value> parts = net.several(7, "Unpack", count("axis", 1), shape(2, 8), embedded);
        Value sum = net.of("AddN", Map.of(), shape(2, 8), parts.toArray(Value[]::new));
        assertThat(net.axes(score(sum)).isEligible(embedded)).isTrue();
    }

    @Test
    void one_token_of_each_item_is_one_position_wherever_it_is() {
        Value sum = attended(embedded);
        Value places = net.input(DataType.DT_INT32, 2);
        Value taken = net.of("GatherV2", count("batch_dims", 1), shape(2, 8), sum, places, net.number(1));
        ValueAxes axes = net.axes(score(taken));
        assertThat(axes.isEligible(sum)).isFalse();
        assertThat(axes.isEligible(embedded)).isTrue();
    }

    @Test
    void one_branch_of_several_is_not_what_everything_passes() {
        Value wide = net.of("ExpandDims", shape(2, 1, 7, 8), embedded, net.number(1));
        Value two = net.of("Conv2D", shape(2, 1, 6, 4), wide, net.weight(1, 2, 8, 4));
        Value three = net.of("Conv2D", shape(2, 1, 5, 4), wide, net.weight(1, 3, 8, 4));
        Value most2 = net.of("Max", shape(2, 4), two, net.whole(1, 2));
        Value most3 = net.of("Max", shape(2, 4), three, net.whole(1, 2));
        ValueAxes axes = net.axes(score(net.of("ConcatV2", shape(2, 8), most2, most3, net.number(1))));
        assertThat(axes.isEligible(three)).isFalse();
        assertThat(axes.isEligible(embedded)).isTrue();
    }
}
