package io.github.gradcam4j.pytorch.internal.model;

import io.github.gradcam4j.pytorch.internal.axes.InputForms;
import io.github.gradcam4j.pytorch.internal.pickle.PickleException;
import io.github.gradcam4j.pytorch.internal.pickle.PickleReader;
import io.github.gradcam4j.pytorch.internal.pickle.Pickled;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Types and sizes of the tensors that a model was traced with. PyTorch has kept them since 2.0, in the order in which they
 * were given, which is not that of the parameters if they were given by name: what contradicts the code is not believed.
 */
final class TracedInputs {
    static final String ENTRY = "traced_inputs.pkl";

    /** Is a tensor of the example. */
    record Example(DType dtype, Shape shape) {}

    private TracedInputs() {}

    /**
     * Reads what is kept.
     *
     * @param pickle the archive's entry; empty if there is none
     * @param parameters the names of the parameters of {@code forward}
     * @param forms what the code tells of the inputs
     * @return the tensors by input; empty if nothing is kept, or cannot be right
     */
    static Map<String, Example> of(byte[] pickle, List<String> parameters, List<InputForms.Form> forms) {
        Map<String, Example> found = new LinkedHashMap<>();
        List<@Nullable Object> given = given(pickle);
        if (given.size() == parameters.size()) {
            for (int i = 0; i < given.size(); i++) {
                collect(parameters.get(i), given.get(i), found);
            }
        }
        boolean oneType = found.values().stream().map(Example::dtype).distinct().count() <= 1;
        return forms.stream().allMatch(form -> fits(found.get(form.name()), form, oneType)) ? found : Map.of();
    }

    private static List<@Nullable Object> given(byte[] pickle) {
        try {
            return pickle.length > 0
                            && PickleReader.read(pickle, "traced_inputs") instanceof Pickled.Dict methods
                            && methods.entries().get("forward") instanceof Pickled.Sequence list
                    ? list.elements()
                    : List.of();
        } catch (PickleException e) {
            return List.of(); // it is a convenience: a model runs without
        }
    }

    private static void collect(String name, @Nullable Object value, Map<String, Example> found) {
        if (value instanceof Pickled.Tensor tensor && tensor.dtype().isPresent()) {
            long[] dims = tensor.shape().stream().mapToLong(Long::longValue).toArray();
            found.put(name, new Example(tensor.dtype().get(), Shape.of(dims)));
        } else if (value instanceof Pickled.Tuple tuple) {
            collect(name, tuple.elements(), found);
        } else if (value instanceof Pickled.Sequence list) {
            collect(name, list.elements(), found);
        } else if (value instanceof Pickled.Dict dict) {
            dict.entries().forEach((key, part) -> collect(name + "." + key, part, found));
        }
    }

    private static void collect(String name, List<@Nullable Object> parts, Map<String, Example> found) {
        for (int i = 0; i < parts.size(); i++) {
            collect(name + "." + i, parts.get(i), found);
        }
    }

    /** Where all have one type no order can mistake it; else it must be of the kind that the code takes. */
    private static boolean fits(@Nullable Example example, InputForms.Form form, boolean oneType) {
        return example == null
                || (form.shape().map(shape -> shape.admits(example.shape())).orElse(true)
                        && (oneType
                                || example.dtype().isFloating() == form.dtype().isFloating()));
    }
}
