package io.github.gradcam4j.pytorch.internal.model;

/**
 * Names a tensor in a run.
 *
 * @param number the number of the module that returned it; those of the inputs follow
 * @param call which of the module's calls, from 0
 * @param output which of the tensors of that call, from 0
 */
record Value(int number, int call, int output) {}
