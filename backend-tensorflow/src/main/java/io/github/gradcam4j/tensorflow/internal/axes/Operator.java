package io.github.gradcam4j.tensorflow.internal.axes;

/** Writes what a kind of operator does to axes. */
@FunctionalInterface
interface Operator {
    void apply(Operation operation);
}
