package io.github.gradcam4j.pytorch.internal.model;

import io.github.gradcam4j.pytorch.internal.axes.InputForms;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Declares inputs, of which a TorchScript file tells only the names: what the code does with them tells more, and so does
 * what the model was traced with, where that is kept.
 */
final class InputSpecs {
    private static final int MASK_RANK = 2;

    private InputSpecs() {}

    /** Returns what is known of the inputs, by name. */
    static Map<String, TensorSpec> of(
            List<InputForms.Form> forms, Map<String, TracedInputs.Example> traced, Map<String, Shape> told) {
        boolean tokens = forms.stream().anyMatch(form -> form.dtype() == DType.INT64);
        Map<String, TensorSpec> specs = new LinkedHashMap<>();
        for (InputForms.Form form : forms) {
            DType dtype = tokens && !form.areFeatures() && mayBeMask(form.shape()) ? DType.INT64 : form.dtype();
            Shape shape = form.shape().orElse(Shape.of());
            specs.put(form.name(), spec(form.name(), dtype, shape, told));
        }
        traced.forEach((name, example) -> {
            TensorSpec known = specs.get(name);
            specs.put(
                    name,
                    known == null
                            ? spec(name, example.dtype(), Shape.of(), told)
                            : new TensorSpec(name, example.dtype(), known.shape()));
        });
        return specs;
    }

    /** Returns what is known of one input. */
    static TensorSpec named(String name, Map<String, TensorSpec> known, DType numbers, Map<String, Shape> told) {
        TensorSpec found = known.get(name);
        return found == null ? spec(name, numbers, Shape.of(), told) : found;
    }

    /** Beside tokens, what has a number for each of them at most is their mask or their kind. */
    private static boolean mayBeMask(Optional<Shape> shape) {
        return shape.map(known -> known.rank() <= MASK_RANK && isFree(known)).orElse(true);
    }

    private static boolean isFree(Shape shape) {
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (shape.dim(axis) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static TensorSpec spec(String name, DType dtype, Shape found, Map<String, Shape> told) {
        Shape given = told.get(name);
        if (given == null) {
            return new TensorSpec(name, dtype, found);
        }
        boolean fits = found.rank() == 0 || found.rank() == given.rank();
        for (int axis = 0; fits && axis < found.rank(); axis++) {
            fits = found.dim(axis) < 0 || given.dim(axis) < 0 || found.dim(axis) == given.dim(axis);
        }
        if (!fits) {
            throw new IllegalArgumentException("input '" + name + "' has shape " + found
                    + " according to the model's code, which does not admit " + given);
        }
        Shape shape = given;
        for (int axis = 0; axis < found.rank(); axis++) {
            shape = given.dim(axis) < 0 ? shape.with(axis, found.dim(axis)) : shape;
        }
        return new TensorSpec(name, dtype, shape);
    }
}
