package io.github.gradcam4j.spi;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Declares what goes into a model and what comes out.
 *
 * @param inputs the inputs that a caller feeds, in the file's order
 * @param outputs the outputs, in the file's order
 */
public record ModelSignature(List<TensorSpec> inputs, List<TensorSpec> outputs) {
    /** Copies the lists. */
    public ModelSignature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * Finds an input.
     *
     * @param name its name; an empty name means the only input
     * @return its declaration
     * @throws IllegalArgumentException if there is no such input, naming those there are
     */
    public TensorSpec input(String name) {
        if (name.isEmpty() && inputs.size() == 1) {
            return inputs.get(0);
        }
        return inputs.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        (name.isEmpty() ? "the input's name is needed" : "the model has no input '" + name + "'")
                                + "; its inputs are "
                                + inputs.stream().map(TensorSpec::toString).collect(Collectors.joining(", "))));
    }
}
