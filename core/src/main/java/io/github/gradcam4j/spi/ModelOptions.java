package io.github.gradcam4j.spi;

import io.github.gradcam4j.tensor.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Says how a backend opens a model.
 *
 * @param device where to run; an explicit choice never falls back
 * @param threads the number of threads of one run; empty for the backend's default
 * @param shapes shapes of inputs that the file leaves open, by name
 * @param output the output that questions are asked about; empty for the first
 */
public record ModelOptions(Device device, OptionalInt threads, Map<String, Shape> shapes, Optional<String> output) {
    /** Copies the shapes and checks the number of threads. */
    public ModelOptions {
        shapes = Map.copyOf(shapes);
        if (threads.isPresent() && (threads.getAsInt() < 1 || threads.getAsInt() > 4096)) {
            throw new IllegalArgumentException("threads '" + threads.getAsInt() + "' is not a number from 1 to 4096");
        }
    }

    /**
     * Returns the defaults: on the processor, with the backend's number of threads.
     *
     * @return the defaults
     */
    public static ModelOptions defaults() {
        return new ModelOptions(Device.CPU, OptionalInt.empty(), Map.of(), Optional.empty());
    }

    /**
     * Fills in an output where none was chosen.
     *
     * @param other the output that is asked about then
     * @return a copy
     */
    public ModelOptions withDefaultOutput(Optional<String> other) {
        return new ModelOptions(device, threads, shapes, output.or(() -> other));
    }
}
