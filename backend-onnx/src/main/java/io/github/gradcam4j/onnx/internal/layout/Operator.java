package io.github.gradcam4j.onnx.internal.layout;

/** Writes what a kind of operator does to axes. */
@FunctionalInterface
interface Operator {
    void apply(Operation operation);
}
