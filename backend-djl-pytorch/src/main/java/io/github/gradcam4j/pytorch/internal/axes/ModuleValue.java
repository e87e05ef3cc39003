package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.pytorch.internal.pickle.Pickled;
import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.syntax.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A module, or another object with attributes. It is equal to itself alone, since it may contain itself. */
final class ModuleValue {
    private final Optional<ModuleNode> node;
    private final Type type;
    private final Optional<Pickled.Instance> instance;
    private final Map<String, Object> attributes = new HashMap<>();

    /**
     * Creates an object.
     *
     * @param node its place in the model; empty for what has none
     * @param type its type
     * @param instance what the archive has of it; empty for what the code made
     */
    ModuleValue(Optional<ModuleNode> node, Type type, Optional<Pickled.Instance> instance) {
        this.node = node;
        this.type = type;
        this.instance = instance;
    }

    Optional<ModuleNode> node() {
        return node;
    }

    Type type() {
        return type;
    }

    Optional<Pickled.Instance> instance() {
        return instance;
    }

    /** Returns the values of attributes that were read or written. */
    Map<String, Object> attributes() {
        return attributes;
    }
}
