package io.github.gradcam4j.pytorch.internal.engine;

import ai.djl.pytorch.jni.JniUtils;
import java.util.OptionalInt;

/**
 * Sets what libtorch keeps for each thread, and puts it back when it is closed. Operations are recorded for gradients; as
 * nothing asks for any before the first recorded layer, that costs nothing there. Code runs as it is written: libtorch's
 * optimiser, which after the first runs differentiates parts of it by rules of its own, is off. It must never be on: what it
 * made once is used from then on.
 */
final class ThreadState implements AutoCloseable {
    private final boolean recorded = JniUtils.isGradMode();

    ThreadState(OptionalInt threads) {
        threads.ifPresent(count -> {
            if (JniUtils.getNumThreads() != count) {
                JniUtils.setNumThreads(count);
            }
        });
        JniUtils.setGradMode(true);
        JniUtils.setGraphExecutorOptimize(false);
    }

    @Override
    public void close() {
        JniUtils.setGraphExecutorOptimize(true);
        JniUtils.setGradMode(recorded);
    }
}
