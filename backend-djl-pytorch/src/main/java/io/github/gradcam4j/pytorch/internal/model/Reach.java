package io.github.gradcam4j.pytorch.internal.model;

import ai.djl.ndarray.NDArray;
import io.github.gradcam4j.pytorch.internal.engine.Arrays;
import io.github.gradcam4j.pytorch.internal.instrument.Instrumented;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether, and along each axis at how many indices, a score has a gradient with respect to each recorded value. */
final class Reach {
    private final Map<Value, long[]> counts = new HashMap<>();

    /** Differentiates the score of a measured run, which can be done once. */
    Reach(Execution run, NDArray score) {
        List<Execution.Recorded> floating = run.recorded().stream()
                .filter(one -> one.array().getDataType().isFloating())
                .toList();
        if (floating.isEmpty()) {
            return;
        }
        Tensor found = Arrays.fromRuntime(run.call(
                        Instrumented.REACH,
                        List.of(score),
                        floating.stream().map(Execution.Recorded::array).toList())
                .get(0));
        LongBuffer numbers = found.longs();
        for (Execution.Recorded one : floating) {
            long rank = numbers.get();
            if (rank >= 0) {
                long[] along = new long[(int) rank];
                numbers.get(along);
                counts.put(one.value(), along);
            }
        }
    }

    /** Returns the number of indices along each axis; empty if there is no gradient. */
    Optional<long[]> of(Value value) {
        return Optional.ofNullable(counts.get(value));
    }
}
