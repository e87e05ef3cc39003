package io.github.gradcam4j.pytorch.internal.program;

import io.github.gradcam4j.pytorch.internal.syntax.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One module of a model. Modules are counted in the order of their declaration, each before those in it, so that a module
 * of some type has its parts at the same distances wherever it is.
 *
 * @param number its number; 0 for the model itself
 * @param path its path from the model, such as {@code layer4.1.conv2}; empty for the model itself
 * @param typeName the qualified name of its type
 * @param type its type
 * @param children the modules in it, by name
 * @param size how many modules it is: itself and all that are below it
 */
public record ModuleNode(
        int number, String path, String typeName, Type type, Map<String, ModuleNode> children, int size) {
    private static final int DEEPEST = 100;

    /** Returns the model's module with all that are in it; empty if the archive lacks the type. */
    public static Optional<ModuleNode> root(Program program) {
        return of(program, program.root(), "", 0, 0);
    }

    private static Optional<ModuleNode> of(Program program, String typeName, String path, int number, int depth) {
        Optional<Type> type = program.type(typeName).filter(Type::isModule);
        if (type.isEmpty() || depth > DEEPEST) {
            return Optional.empty();
        }
        Map<String, ModuleNode> children = new LinkedHashMap<>();
        int next = number + 1;
        for (Map.Entry<String, String> attribute : type.get().attributes().entrySet()) {
            String name = path.isEmpty() ? attribute.getKey() : path + "." + attribute.getKey();
            Optional<ModuleNode> child = of(program, attribute.getValue(), name, next, depth + 1);
            if (child.isPresent()) {
                children.put(attribute.getKey(), child.get());
                next += child.get().size();
            }
        }
        return Optional.of(new ModuleNode(number, path, typeName, type.get(), children, next - number));
    }

    /** Returns this module and all that are below it, in the order of their numbers. */
    public Stream<ModuleNode> all() {
        return Stream.concat(Stream.of(this), children.values().stream().flatMap(ModuleNode::all));
    }

    /** Returns the name of the class that it was in Python, such as {@code Conv2d}. */
    public String className() {
        return type.name();
    }
}
