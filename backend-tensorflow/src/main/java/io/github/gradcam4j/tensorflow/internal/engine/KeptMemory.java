package io.github.gradcam4j.tensorflow.internal.engine;

import org.bytedeco.javacpp.Pointer;

/**
 * Lets the C library keep what a run frees for the next run. Otherwise glibc hands the memory of large tensors back to the kernel
 * whenever more lies free than twice the largest block so far, and the next run takes it again page by page, each page a fault and
 * a clearing: up to a sixth of the time of a run.
 */
final class KeptMemory {
    /** Blocks of up to 32 MiB with their header raise glibc's thresholds; larger ones do not count. */
    private static final long BLOCK = (32L << 20) - (64L << 10);

    private KeptMemory() {}

    /** Frees one such block: up to twice its size stays with each of the C library's heaps. None of it is ever touched. */
    static void keep() {
        Pointer.free(Pointer.malloc(BLOCK));
    }
}
