package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of a model on shapes. */
final class ShapeRun {
    private static final String FORWARD = "forward";

    private final AxesInference.Archive archive;
    private final Trace trace = new Trace(new Budget());
    private final CallLog calls;
    private final Map<String, Node> inputs = new LinkedHashMap<>();

    /** Returns the tensor that a parameter is given, if it is given one. */
    @FunctionalInterface
    interface Given {
        Optional<Tensor> tensor(String name);
    }

    ShapeRun(AxesInference.Archive archive, ObservedShapes observed) {
        this.archive = archive;
        this.calls = new CallLog(trace, observed);
    }

    Trace trace() {
        return trace;
    }

    CallLog calls() {
        return calls;
    }

    Map<String, Node> inputs() {
        return inputs;
    }

    /** Returns the parameters of the model's {@code forward} that are tensors. */
    static List<Function.Parameter> tensors(AxesInference.Archive archive) {
        Function forward = archive.root().type().methods().get(FORWARD);
        return forward == null
                ? List.of()
                : forward.parameters().stream()
                        .skip(1)
                        .filter(parameter -> parameter.type().contains("Tensor"))
                        .toList();
    }

    /**
     * Runs it as far as possible.
     *
     * @param given the tensors
     * @param names the names of all of them: of parameters, or of parts of these, such as {@code batch.image}
     */
    void run(Given given, List<String> names) {
        try {
            Modules modules = new Modules(archive.program(), archive.constants(), archive.values(), trace);
            Evaluator evaluator = new Evaluator(trace, modules, calls);
            ModuleValue model =
                    new ModuleValue(Optional.of(archive.root()), archive.root().type(), Optional.of(archive.model()));
            evaluator.calls().method(model, FORWARD, List.of(), keywords(given, names));
        } catch (RuntimeException | StackOverflowError e) {
            // What was found until then remains.
        }
    }

    private Map<String, Object> keywords(Given given, List<String> names) {
        Function forward = archive.root().type().methods().get(FORWARD);
        Map<String, Object> keywords = new LinkedHashMap<>();
        List<Function.Parameter> parameters = forward == null ? List.of() : forward.parameters();
        for (Function.Parameter parameter : new ArrayList<>(parameters)) {
            Optional<Tensor> tensor = given.tensor(parameter.name());
            if (tensor.isPresent()) {
                inputs.put(parameter.name(), tensor.get().node());
                keywords.put(parameter.name(), tensor.get());
            } else {
                Map<String, Object> parts = parts(parameter.name() + ".", given, names);
                if (!parts.isEmpty()) {
                    keywords.put(parameter.name(), collected(parameter.type(), parts));
                }
            }
        }
        return keywords;
    }

    /** Returns the tensors that a tuple, a list or a dictionary is made of, by number or key. */
    private Map<String, Object> parts(String prefix, Given given, List<String> names) {
        Map<String, Object> parts = new LinkedHashMap<>();
        names.stream()
                .filter(name -> name.startsWith(prefix))
                .forEach(name -> given.tensor(name).ifPresent(tensor -> {
                    inputs.put(name, tensor.node());
                    parts.put(name.substring(prefix.length()), tensor);
                }));
        return parts;
    }

    private Object collected(String type, Map<String, Object> parts) {
        if (!type.startsWith("Dict")) {
            return trace.list(new ArrayList<>(parts.values()));
        }
        Dictionary dictionary = new Dictionary();
        dictionary.entries().putAll(parts);
        return dictionary;
    }
}
