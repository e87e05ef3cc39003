package io.github.gradcam4j.tensorflow.internal.keras.model;

import io.github.gradcam4j.tensorflow.internal.keras.config.TensorRef;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the calls of layers have returned so far. */
final class CallResults {
    private final Map<String, List<List<Signal>>> results = new HashMap<>();

    /** Adds what the next call of a layer returned: nothing if it is refused, or depends on what is. */
    void add(String layer, List<Signal> outputs) {
        results.computeIfAbsent(layer, key -> new ArrayList<>()).add(List.copyOf(outputs));
    }

    /** Returns an output; null if it depends on a layer that is refused. */
    @Nullable
    Signal find(TensorRef ref) {
        List<List<Signal>> calls = results.getOrDefault(ref.layer(), List.of());
        if (ref.call() < 0 || ref.call() >= calls.size()) {
            throw new BrokenNetwork("it refers to call " + ref.call() + " of its layer '" + ref.layer()
                    + "', which is called " + calls.size() + " times");
        }
        List<Signal> outputs = calls.get(ref.call());
        if (outputs.isEmpty()) {
            return null;
        }
        if (ref.output() < 0 || ref.output() >= outputs.size()) {
            throw new BrokenNetwork("it refers to output " + ref.output() + " of its layer '" + ref.layer()
                    + "', which has " + outputs.size());
        }
        return outputs.get(ref.output());
    }
}
