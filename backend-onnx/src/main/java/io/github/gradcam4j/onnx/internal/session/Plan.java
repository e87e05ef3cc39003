package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.Seed;
import java.util.List;
import java.util.Optional;

/**
 * Says what a session is for.
 *
 * @param geometry the shapes of the inputs
 * @param items the number of items it is built for; -1 for any
 * @param layers the values whose activations, and gradients where there is a seed, are wanted
 * @param score the value that is differentiated
 * @param seed how gradients are asked for; empty where none is wanted
 */
record Plan(Geometry geometry, long items, List<String> layers, String score, Optional<Seed> seed) {
    Plan {
        layers = List.copyOf(layers);
    }

    Plan withSeed(Seed other) {
        return new Plan(geometry, items, layers, score, Optional.of(other));
    }
}
