package io.github.gradcam4j.onnx.internal.proto;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Is one operator of a graph.
 *
 * @param name name, may be empty
 * @param domain domain of the operator set; empty for the standard one
 * @param opType operator
 * @param inputs names of the values it reads; an empty name is an optional input left out
 * @param outputs names of the values it makes; an empty name is an output nobody wants
 * @param attributes attributes by name
 * @param metadata free properties, such as the module scopes that PyTorch's exporter leaves
 */
public record NodeProto(
        String name,
        String domain,
        String opType,
        List<String> inputs,
        List<String> outputs,
        Map<String, AttributeValue> attributes,
        Map<String, String> metadata) {
    /** Copies the lists, and writes the standard domain as the empty string. */
    public NodeProto {
        domain = domain.equals("ai.onnx") ? "" : domain;
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Map.copyOf(attributes);
        metadata = Map.copyOf(metadata);
    }

    /**
     * Returns the name of an input.
     *
     * @param index position of the input
     * @return its name, or empty if it is left out
     */
    public Optional<String> input(int index) {
        return index < inputs.size() && !inputs.get(index).isEmpty()
                ? Optional.of(inputs.get(index))
                : Optional.empty();
    }

    /**
     * Returns the name of an output.
     *
     * @param index position of the output
     * @return its name, or empty if it is left out
     */
    public Optional<String> output(int index) {
        return index < outputs.size() && !outputs.get(index).isEmpty()
                ? Optional.of(outputs.get(index))
                : Optional.empty();
    }

    /**
     * Returns the operator with its domain, as messages spell it.
     *
     * @return {@code Conv} or {@code com.microsoft.Attention}
     */
    public String qualifiedType() {
        return domain.isEmpty() ? opType : domain + "." + opType;
    }

    /**
     * Returns what messages call this node.
     *
     * @return its name, or the name of its first output where it has none
     */
    public String label() {
        return !name.isEmpty() ? name : outputs.isEmpty() ? "(unnamed)" : outputs.get(0);
    }
}
