package io.github.gradcam4j.pytorch.internal.syntax;

import java.util.List;
import java.util.Map;

/**
 * A type with attributes and methods.
 *
 * @param name its name, without the file's
 * @param base what it extends: {@code Module}, {@code NamedTuple}, {@code Interface}, {@code Enum}; empty for nothing
 * @param attributes the types of its attributes, as they are written, in order
 * @param constants the values of attributes that have one here, or of the members of an {@code Enum}
 * @param methods its methods by name
 * @param end where further methods can be added
 */
public record Type(
        String name,
        String base,
        Map<String, String> attributes,
        Map<String, Expression> constants,
        Map<String, Function> methods,
        int end) {
    /** Tells whether it is a module. */
    public boolean isModule() {
        return base.equals("Module");
    }

    /** Returns the names of its parameters and buffers. */
    public List<String> tensors() {
        return attributes.entrySet().stream()
                .filter(attribute -> attribute.getValue().equals("Tensor"))
                .map(Map.Entry::getKey)
                .toList();
    }
}
