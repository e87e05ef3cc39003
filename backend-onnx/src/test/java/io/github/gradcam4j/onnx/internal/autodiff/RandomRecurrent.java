package io.github.gradcam4j.onnx.internal.autodiff;

import static io.github.gradcam4j.onnx.internal.autodiff.RandomOperators.add;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Draws recurrent operators over the first axis of a value. */
final class RandomRecurrent {
    private RandomRecurrent() {}

    static void addTo(Map<String, Function<RandomGraph, List<String>>> drawn) {
        add(drawn, "LSTM", 11, g -> recurrent(g, "LSTM", 4));
        add(drawn, "GRU", 11, g -> recurrent(g, "GRU", 3));
        add(drawn, "RNN", 11, g -> recurrent(g, "RNN", 1));
    }

    private static String recurrent(RandomGraph g, String type, int gates) {
        String x = g.pick(s -> s.length == 3);
        int hidden = g.in(1, 3);
        String direction = g.any("forward", "reverse", "bidirectional");
        int directions = direction.equals("bidirectional") ? 2 : 1;
        int[] s = g.shape(x);
        List<String> inputs = new ArrayList<>(List.of(
                x,
                g.floats(-1, 1, directions, gates * hidden, s[2]),
                g.floats(-1, 1, directions, gates * hidden, hidden)));
        if (g.chance()) {
            inputs.add(g.floats(-1, 1, directions, 2 * gates * hidden));
        }
        return type.equals("GRU")
                ? g.node(type, inputs, "hidden_size", hidden, "direction", direction, "linear_before_reset", g.in(0, 1))
                : g.node(type, inputs, "hidden_size", hidden, "direction", direction);
    }
}
