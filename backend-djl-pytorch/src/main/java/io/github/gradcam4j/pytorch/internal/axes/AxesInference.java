package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.pytorch.internal.pickle.Pickled;
import io.github.gradcam4j.pytorch.internal.pickle.TensorValues;
import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.program.Program;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a model's code on shapes, and tells what the axes of each module's result count. */
public final class AxesInference {
    /**
     * Is an archive that was read.
     *
     * @param program its code
     * @param root its modules
     * @param model its object
     * @param constants the tensors and objects that its code names
     * @param values the elements of its tensors
     */
    public record Archive(
            Program program,
            ModuleNode root,
            Pickled.Instance model,
            List<@Nullable Object> constants,
            TensorValues values) {}

    /**
     * Is an input of a model.
     *
     * @param name the name of the parameter of {@code forward}
     * @param dtype its type
     * @param shape its sizes, none of them free
     */
    public record Input(String name, DType dtype, Shape shape) {
        List<Long> sizes() {
            return Arrays.stream(shape.dims()).boxed().toList();
        }
    }

    private AxesInference() {}

    /**
     * Follows a model's code. Where it cannot be followed, less is known; nothing is thrown.
     *
     * @param archive the model
     * @param inputs what it is given; other parameters have their defaults, or None
     * @param score which of the tensors that the model returns has the scores, from 0
     * @param observed shapes that a run with these inputs showed
     * @return what is known
     */
    public static Meanings of(Archive archive, List<Input> inputs, int score, ObservedShapes observed) {
        ShapeRun run = new ShapeRun(archive, observed);
        run.run(
                name -> inputs.stream()
                        .filter(input -> input.name().equals(name))
                        .findFirst()
                        .map(input -> run.trace().input(input.dtype(), input.sizes())),
                inputs.stream().map(Input::name).toList());
        return new Meanings(
                run.trace().dataflow(), run.calls(), run.inputs(), run.calls().find(0, 0, score));
    }
}
