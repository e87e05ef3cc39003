package io.github.gradcam4j.pytorch.internal.axes;

/** Finds the result of a function of PyTorch, and notes what it does to axes. */
@FunctionalInterface
interface Operator {
    Object apply(Arguments arguments);
}
