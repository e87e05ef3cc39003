package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Copying;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Loops in place of which others run, which compute the same and keep what derivatives need. The last ones come first. */
public final class Replacements {
    private final List<Replacement> all = new ArrayList<>();

    private record Replacement(Node original, Node other) {}

    Replacements() {}

    void add(Node original, Node other) {
        all.add(new Replacement(original, other));
    }

    /** Returns values computed with these loops. */
    public List<Value> applied(List<Value> values) {
        List<Value> applied = values;
        for (Replacement one : all) { // each may read what an earlier one computes
            Map<Value, Value> outputs = new HashMap<>();
            for (int i = 0; i < one.original().types().size(); i++) {
                outputs.put(one.original().output(i), one.other().output(i));
            }
            applied = new Copying(outputs).of(applied).values(applied);
        }
        return applied;
    }
}
