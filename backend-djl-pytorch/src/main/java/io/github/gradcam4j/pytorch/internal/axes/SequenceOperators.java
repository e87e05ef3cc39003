package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.RecurrentRule;
import java.util.ArrayList;
import java.util.List;

/** Recurrent layers. */
final class SequenceOperators {
    private SequenceOperators() {}

    static void register(Operators.Registry registry) {
        registry.put("lstm", a -> ran(a, a.tensors(1, "hx"), true));
        registry.put("gru rnn_tanh rnn_relu", a -> ran(a, List.of(a.tensor(1)), false));
    }

    private static Listing ran(Arguments a, List<Tensor> states, boolean cell) {
        if (!(a.get(2, "") instanceof Listing) || !(a.get(3, "") instanceof Boolean)) {
            throw new Unsure(); // sequences of several lengths
        }
        Tensor first = a.tensor(0);
        boolean twoWays = a.flag(7, "", false);
        boolean itemsFirst = a.flag(8, "batch_first", false);
        Tensor weight = a.tensors(2, "params").get(0);
        List<Long> dims = first.dims(3);
        if (dims.get(2) < 0) {
            first.node().refine(List.of(dims.get(0), dims.get(1), weight.dims().get(1)));
        }
        Tensor state = states.get(0);
        long features = state.dims(3).get(2);
        long directions = twoWays ? 2 : 1;
        long items = dims.get(itemsFirst ? 0 : 1);
        List<Tensor> from = new ArrayList<>(List.of(first));
        from.addAll(states);
        List<Long> sequence = List.of(dims.get(0), dims.get(1), features < 0 ? -1 : features * directions);
        List<Object> results = new ArrayList<>();
        results.add(a.make(new RecurrentRule(itemsFirst, false), from, sequence));
        for (int i = 0; i < (cell ? 2 : 1); i++) {
            List<Long> shape =
                    List.of(state.dims().get(0), items, states.get(i).dims().get(2));
            results.add(a.make(new RecurrentRule(itemsFirst, true), from, shape));
        }
        return a.trace().list(results);
    }
}
