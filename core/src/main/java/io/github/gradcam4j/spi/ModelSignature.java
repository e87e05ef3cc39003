package io.github.gradcam4j.spi;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * Checks what is fed to the model, before native code sees it.
     *
     * @param fed tensors by name
     * @return the shapes of all inputs, in the signature's order
     * @throws IllegalArgumentException if an input is missing, unknown, empty, or of the wrong type or shape
     */
    public Map<String, Shape> check(Map<String, Tensor> fed) {
        fed.keySet().forEach(this::input);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (TensorSpec spec : inputs) {
            Tensor tensor = fed.get(spec.name());
            if (tensor == null) {
                throw new IllegalArgumentException("input " + spec + " is missing; given are " + fed.keySet());
            }
            if (tensor.dtype() != spec.dtype() || !spec.admits(tensor.shape())) {
                throw new IllegalArgumentException(
                        "input " + spec + " cannot take a tensor " + tensor.dtype() + tensor.shape() + ". Convert it");
            }
            if (tensor.shape().size() == 0) {
                throw new IllegalArgumentException("input " + spec + " cannot take an empty tensor " + tensor.shape());
            }
            shapes.put(spec.name(), tensor.shape());
        }
        return shapes;
    }
}
