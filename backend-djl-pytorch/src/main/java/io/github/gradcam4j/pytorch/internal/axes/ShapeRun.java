package io.github.gradcam4j.pytorch.internal.axes;

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

    /** Runs it as far as possible. */
    void run(Given given) {
        try {
            Modules modules = new Modules(archive.program(), archive.constants(), archive.values(), trace);
            Evaluator evaluator = new Evaluator(trace, modules, calls);
            ModuleValue model =
                    new ModuleValue(Optional.of(archive.root()), archive.root().type(), Optional.of(archive.model()));
            evaluator.calls().method(model, FORWARD, List.of(), keywords(given));
        } catch (RuntimeException | StackOverflowError e) {
            // What was found until then remains.
        }
    }

    private Map<String, Object> keywords(Given given) {
        Function forward = archive.root().type().methods().get(FORWARD);
        Map<String, Object> keywords = new LinkedHashMap<>();
        List<Function.Parameter> parameters = forward == null ? List.of() : forward.parameters();
        for (Function.Parameter parameter : new ArrayList<>(parameters)) {
            Optional<Tensor> tensor = given.tensor(parameter.name());
            if (tensor.isPresent()) {
                inputs.put(parameter.name(), tensor.get().node());
                keywords.put(parameter.name(), tensor.get());
            }
        }
        return keywords;
    }
}
