package io.github.gradcam4j.pytorch.internal.engine;

import ai.djl.pytorch.jni.JniUtils;
import java.util.OptionalInt;

/**
 * Sets what libtorch keeps for each thread, and puts it back when it is closed. Operations are recorded for gradients; as
 * nothing asks for any before the first recorded layer, that costs nothing there. Code runs as it is written: libtorch's
 * optimiser, which would rewrite it after its first runs and differentiate parts of it by rules of its own, is off. Only
 * where methods are to be joined with those that they call it is on, for the one run that does that.
 */
final class ThreadState implements AutoCloseable {
    private final boolean recorded = JniUtils.isGradMode();

    ThreadState(OptionalInt threads, boolean joins) {
        threads.ifPresent(count -> {
            if (JniUtils.getNumThreads() != count) {
                JniUtils.setNumThreads(count);
            }
        });
        JniUtils.setGradMode(true);
        JniUtils.setGraphExecutorOptimize(joins);
    }

    @Override
    public void close() {
        JniUtils.setGraphExecutorOptimize(true);
        JniUtils.setGradMode(recorded);
    }
}
