package io.github.gradcam4j.pytorch.internal.axes;

/**
 * A function or type that a variable names.
 *
 * @param name its qualified name
 */
record FunctionValue(String name) {}
