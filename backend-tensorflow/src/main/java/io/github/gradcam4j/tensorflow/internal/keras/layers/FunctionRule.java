package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import java.util.List;

/** Adds the operators of a function. */
@FunctionalInterface
interface FunctionRule {
    List<Signal> outputs(FunctionArguments arguments);
}
