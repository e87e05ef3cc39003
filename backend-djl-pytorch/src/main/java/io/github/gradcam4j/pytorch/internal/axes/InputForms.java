package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells from a model's code what it takes, before any shape is known. */
public final class InputForms {
    /**
     * Is what a parameter takes.
     *
     * @param name its name
     * @param dtype the type of its elements: whole numbers where they are indices, else that of the model's parameters
     * @param areFeatures whether an operator takes it that takes no whole numbers
     * @param shape its sizes as far as operators demand some, -1 where they are free; empty if nothing says how many axes
     */
    public record Form(String name, DType dtype, boolean areFeatures, Optional<Shape> shape) {}

    private InputForms() {}

    /**
     * Follows each parameter of {@code forward} that is a tensor to the operators that take it.
     *
     * @param archive the model
     * @param type the type of its numbers
     * @return what each of them takes, in their order
     */
    public static List<Form> of(AxesInference.Archive archive, DType type) {
        ShapeRun run = new ShapeRun(archive, ObservedShapes.NONE);
        List<Function.Parameter> parameters = ShapeRun.tensors(archive);
        run.run(
                name -> parameters.stream()
                        .filter(parameter -> parameter.name().equals(name)
                                && parameter.type().equals("Tensor")
                                && parameter.fallback().isEmpty())
                        .findFirst()
                        .map(parameter -> run.trace().input(null, null)),
                List.of());
        Demands demands = Demands.of(run.trace());
        List<Form> forms = new ArrayList<>();
        for (Map.Entry<String, Node> input : run.inputs().entrySet()) {
            boolean numbers = demands.areNumbers(input.getValue());
            forms.add(new Form(
                    input.getKey(),
                    numbers ? DType.INT64 : type,
                    !numbers && demands.areFeatures(input.getValue()),
                    demands.shape(input.getValue())));
        }
        return List.copyOf(forms);
    }
}
