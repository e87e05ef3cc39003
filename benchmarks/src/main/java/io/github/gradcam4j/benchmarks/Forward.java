package io.github.gradcam4j.benchmarks;

/** Is a network's plain forward pass, in the manner of its runtime: below it no explanation can get. */
interface Forward extends AutoCloseable {
    void run() throws Exception;

    @Override
    void close();
}
