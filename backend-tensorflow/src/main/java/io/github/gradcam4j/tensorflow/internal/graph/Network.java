package io.github.gradcam4j.tensorflow.internal.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Tensor;

/**
 * Is a model as one flat graph, whether a SavedModel or a Keras file told it. Owns the weights.
 *
 * @param name the file's name, for messages
 * @param signature the name of the function that it is, where the file has several; empty for others
 * @param inputs placeholders, by the name that callers use, in order; each with the attributes {@code dtype} and {@code shape}
 * @param outputs what is computed of them, by name, in order
 * @param layers the layers, in the order of execution
 * @param silent layers that the model has without a tensor of their own: name and why not
 * @param weights the numbers of those nodes of operator {@code Const} that have no attribute {@code value}
 * @param initialisers nodes that run once before anything else, to fill tables
 * @param remarks what a user should know about results, each a clause for a warning
 */
public record Network(
        String name,
        String signature,
        Map<String, Node> inputs,
        Map<String, Value> outputs,
        List<Layer> layers,
        Map<String, String> silent,
        Map<Node, Tensor> weights,
        List<Node> initialisers,
        List<String> remarks)
        implements AutoCloseable {
    /** Copies all but the weights themselves. */
    public Network {
        inputs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        outputs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        layers = List.copyOf(layers);
        silent = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(silent));
        weights = Map.copyOf(weights);
        initialisers = List.copyOf(initialisers);
        remarks = List.copyOf(remarks);
    }

    /** Frees the weights. */
    @Override
    public void close() {
        weights.values().forEach(Tensor::close);
    }
}
