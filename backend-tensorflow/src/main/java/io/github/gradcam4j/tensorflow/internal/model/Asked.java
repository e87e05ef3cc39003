package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensorflow.internal.graph.Network;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.Map;
import java.util.Optional;

/**
 * Is the output that questions are asked about.
 *
 * @param name its name
 * @param head how it is made
 */
record Asked(String name, Head head) {
    /**
     * Chooses an output.
     *
     * @param wanted the output, or the signature with it after {@code :}, or the signature; empty for the first of real numbers
     */
    static Asked of(Network network, Optional<String> wanted) {
        Map<String, Value> outputs = network.outputs();
        Optional<String> name = wanted.map(text -> text.substring(text.indexOf(':') + 1));
        if (name.isPresent() && outputs.containsKey(name.get())) {
            return new Asked(name.get(), Head.of(outputs.get(name.get())));
        }
        if (name.isPresent() && !name.equals(Optional.of(network.signature()))) {
            throw new IllegalArgumentException("the model '" + network.name() + "' has no output '" + name.get()
                    + "'; its outputs are " + String.join(", ", outputs.keySet()));
        }
        return outputs.entrySet().stream()
                .filter(output -> output.getValue().isFloating())
                .findFirst()
                .map(output -> new Asked(output.getKey(), Head.of(output.getValue())))
                .orElseThrow(() -> new UnsupportedModelException("the model '" + network.name()
                        + "' has no output of real numbers to ask about; its outputs are " + outputs.keySet()
                        + ". Export it with its scores as an output"));
    }
}
