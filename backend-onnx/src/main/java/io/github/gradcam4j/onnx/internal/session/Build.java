package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;

/**
 * Is a session that can be made.
 *
 * @param plan what it is for
 * @param values what its gradients are built from
 */
record Build(Plan plan, ValueTable values) {
    Build forCotangents(int targets) {
        return new Build(plan.forCotangents(targets), values);
    }
}
