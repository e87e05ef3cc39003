package io.github.gradcam4j.tensorflow.internal.axes;

import static io.github.gradcam4j.tensorflow.internal.axes.Sketch.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DataType;

class LoopTest {
    private final Sketch net = new Sketch();
    private final Value input = net.input(DataType.DT_FLOAT, 2, 7, 4);
    private final Value sequence = net.of("Transpose", shape(7, 2, 4), input, net.whole(1, 0, 2));

    private Node loop(Value taken) {
        return net.loop(net.list(taken), net.weight(2, 6), net.weight(4, 6));
    }

    private Value stacked(Node loop, int steps) {
        return net.of("TensorListStack", shape(steps, 2, 6), loop.output(1), net.whole(2, 6));
    }

    private Value turned(Value value) {
        return net.of("ReverseV2", shape(7, 2, value.equals(sequence) ? 4 : 6), value, net.whole(0));
    }

    @Test
    void a_recurrent_layer_takes_and_makes_steps_of_items() {
        Node loop = loop(sequence);
        Value all = stacked(loop, 7);
        ValueAxes axes = net.axes(input, all, loop.output(2), loop.output(3));
        assertThat(axes.layout(input)).hasToString("NTC");
        assertThat(axes.layout(all)).hasToString("TNC");
        assertThat(axes.layout(loop.output(2))).as("the last state").hasToString("NC");
    }

    @Test
    void a_list_of_the_last_step_alone_has_no_steps() {
        assertThat(net.layout(stacked(loop(sequence), 1))).isEqualTo("?NC");
    }

    @Test
    void what_goes_backwards_has_steps_when_it_is_turned_again() {
        Value backwards = stacked(loop(turned(sequence)), 7);
        Value forwards = turned(backwards);
        ValueAxes axes = net.axes(input, backwards, forwards);
        assertThat(axes.layout(input)).hasToString("NTC");
        assertThat(axes.layout(backwards)).hasToString("?NC");
        assertThat(axes.layout(forwards)).hasToString("TNC");
    }

    /** tf.map_fn goes through items, and what it hands on is not for each of anything. */
    @Test
    void a_loop_without_a_state_of_items_is_no_recurrent_layer() {
        Node loop = net.loop(net.list(input), net.weight(), net.weight(4, 6));
        Value all = net.of("TensorListStack", shape(2, 7, 6), loop.output(1), net.whole(7, 6));
        assertThat(net.axes(input, all).layout(all)).hasToString("???");
    }
}
