package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.BranchRule;
import io.github.gradcam4j.internal.axes.Rule;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The variables of a function while it runs. */
final class Scope {
    private Map<String, Object> variables = new HashMap<>();

    @Nullable
    Object find(String name) {
        return variables.get(name);
    }

    void set(String name, Object value) {
        variables.put(name, value);
    }

    Map<String, Object> copy() {
        return new HashMap<>(variables);
    }

    void restore(Map<String, Object> before) {
        variables = before;
    }

    /** Makes each variable what it may be after either of two ways. */
    void join(Map<String, Object> other, Trace trace) {
        Set<String> names = new LinkedHashSet<>(variables.keySet());
        names.addAll(other.keySet());
        trace.budget().spend(names.size());
        for (String name : names) {
            Object here = variables.get(name);
            Object there = other.get(name);
            if (here == null || there == null) {
                variables.put(name, here == null ? there == null ? Unknown.VALUE : there : here);
            } else if (!same(here, there)) {
                variables.put(name, either(here, there, trace));
            }
        }
    }

    /** Forgets what changed since, but for what it depends on: it may have changed any number of times. */
    void forgetChanges(Map<String, Object> before, Trace trace) {
        for (Map.Entry<String, Object> variable : variables.entrySet()) {
            Object old = before.get(variable.getKey());
            if (old == null || !same(old, variable.getValue())) {
                List<Tensor> tensors =
                        Contents.tensors(trace.list(Stream.of(variable.getValue(), old == null ? None.NONE : old)
                                .toList()));
                boolean tensor = variable.getValue() instanceof Tensor;
                variable.setValue(tensor ? trace.opaque("loop", tensors, null, null) : Unknown.of(tensors));
            }
        }
    }

    private static boolean same(Object one, Object other) {
        return one.equals(other);
    }

    /** Returns what is one of two values. */
    static Object either(Object one, Object other, Trace trace) {
        trace.budget().enter();
        Object both = joined(one, other, trace);
        trace.budget().leave();
        return both;
    }

    private static Object joined(Object one, Object other, Trace trace) {
        if (one instanceof Tensor a && other instanceof Tensor b) {
            List<Long> shape = a.shape() != null && a.shape().equals(b.shape()) ? a.shape() : null;
            return trace.apply(
                    "either",
                    shape == null ? Rule.NOTHING : new BranchRule(),
                    List.of(a, b),
                    a.dtype() == b.dtype() ? a.dtype() : null,
                    shape);
        }
        if (one instanceof Listing a
                && other instanceof Listing b
                && !a.isLost()
                && !b.isLost()
                && a.elements().size() == b.elements().size()) {
            Listing both = trace.list(List.of());
            for (int i = 0; i < a.elements().size(); i++) {
                Object x = a.elements().get(i);
                Object y = b.elements().get(i);
                both.elements().add(same(x, y) ? x : either(x, y, trace));
            }
            return both;
        }
        return Unknown.of(Contents.tensors(trace.list(List.of(one, other))));
    }
}
