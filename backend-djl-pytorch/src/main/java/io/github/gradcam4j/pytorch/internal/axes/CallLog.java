package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each call of each module returned. */
final class CallLog {
    private final Trace trace;
    private final ObservedShapes observed;
    private final Map<Integer, List<List<Node>>> calls = new HashMap<>();
    private final Set<Integer> unsure = new HashSet<>();

    CallLog(Trace trace, ObservedShapes observed) {
        this.trace = trace;
        this.observed = observed;
    }

    /** Begins a call; returns its number. */
    int begin(ModuleNode module) {
        if (trace.branches() > 0) {
            unsure.add(module.number());
        }
        List<List<Node>> all = calls.computeIfAbsent(module.number(), key -> new ArrayList<>());
        all.add(List.of());
        return all.size() - 1;
    }

    /** Notes what a call returned, in the shapes that a run showed. */
    void end(ModuleNode module, int call, Object result) {
        List<Node> outputs = new ArrayList<>();
        for (Object leaf : Contents.leaves(result)) {
            if (leaf instanceof Unknown) {
                break; // it may be several tensors
            }
            if (leaf instanceof Tensor tensor) {
                if (!unsure.contains(module.number())) {
                    observed.shape(module.number(), call, outputs.size()).ifPresent(shape -> settle(tensor, shape));
                }
                outputs.add(tensor.node());
            }
        }
        calls.getOrDefault(module.number(), new ArrayList<>()).set(call, List.copyOf(outputs));
    }

    /** Notes that modules in a module may have run or not. */
    void lose(ModuleNode module) {
        for (int i = 1; i < module.size(); i++) {
            unsure.add(module.number() + i);
        }
    }

    private void settle(Tensor tensor, Shape shape) {
        List<Long> sizes = Arrays.stream(shape.dims()).boxed().toList();
        @Nullable List<Long> told = tensor.shape();
        if (told == null || agree(told, sizes)) {
            tensor.node().refine(sizes);
        } else {
            tensor.become(trace.opaque("observed", List.of(tensor), tensor.dtype(), sizes)
                    .node());
            tensor.node().contradict(); // another shape than the code tells
        }
    }

    private static boolean agree(List<Long> told, List<Long> sizes) {
        boolean agree = told.size() == sizes.size();
        for (int i = 0; agree && i < told.size(); i++) {
            agree = told.get(i) < 0 || told.get(i).equals(sizes.get(i));
        }
        return agree;
    }

    /** Returns what a call returned, if it is known that there was such a call, and which. */
    Optional<Node> find(int module, int call, int output) {
        List<List<Node>> all = unsure.contains(module) ? List.of() : calls.getOrDefault(module, List.of());
        return call >= 0
                        && call < all.size()
                        && output >= 0
                        && output < all.get(call).size()
                ? Optional.of(all.get(call).get(output))
                : Optional.empty();
    }
}
