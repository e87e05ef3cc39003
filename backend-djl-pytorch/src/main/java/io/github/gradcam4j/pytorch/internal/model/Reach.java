package io.github.gradcam4j.pytorch.internal.model;

import ai.djl.ndarray.NDArray;
import io.github.gradcam4j.ExplanationException;
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

    /**
     * Differentiates the score of a measured run, which can be done once.
     *
     * @param skipped how many values at the beginning are left out
     * @throws MissingDerivative if that cannot be done for all the others
     */
    Reach(Execution run, NDArray score, int skipped) {
        List<Execution.Recorded> floating = run.recorded().stream()
                .filter(one -> one.array().getDataType().isFloating())
                .skip(skipped)
                .toList();
        if (floating.isEmpty()) {
            return;
        }
        LongBuffer numbers = counted(run, score, floating).longs();
        for (Execution.Recorded one : floating) {
            long rank = numbers.get();
            if (rank >= 0) {
                long[] along = new long[(int) rank];
                numbers.get(along);
                counts.put(one.value(), along);
            }
        }
    }

    private static Tensor counted(Execution run, NDArray score, List<Execution.Recorded> values) {
        try {
            List<NDArray> arrays =
                    values.stream().map(Execution.Recorded::array).toList();
            return Arrays.fromRuntime(
                    run.call(Instrumented.REACH, List.of(score), arrays).get(0));
        } catch (ExplanationException e) {
            MissingDerivative.of(e, values.size()).ifPresent(missing -> {
                throw missing;
            });
            throw e;
        }
    }

    /** Returns the number of indices along each axis; empty if there is no gradient. */
    Optional<long[]> of(Value value) {
        return Optional.ofNullable(counts.get(value));
    }
}
