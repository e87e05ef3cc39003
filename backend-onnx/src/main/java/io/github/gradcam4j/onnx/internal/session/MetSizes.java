package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.DataSizes;
import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the sizes that a run met, where data decides them, with those that its gradients were built for.
 *
 * @param patch what makes the model tell them
 * @param expected those of the gradients
 */
record MetSizes(ModelPatch patch, List<Long> expected) {
    /** Returns what has to be compared; empty where the shapes of the inputs decide everything. */
    static Optional<MetSizes> of(GraphIndex graph, String score, ValueTable values) {
        DataSizes sizes = DataSizes.before(graph, score);
        List<Long> expected = sizes.in(values);
        return expected.isEmpty() ? Optional.empty() : Optional.of(new MetSizes(sizes.patch(graph, values), expected));
    }

    String output() {
        return patch.outputs().get(0).name();
    }

    boolean areIn(Map<String, Tensor> results) {
        Tensor met = results.get(output());
        List<Long> sizes = new ArrayList<>();
        if (met != null) {
            var elements = met.longs();
            while (elements.hasRemaining()) {
                sizes.add(elements.get());
            }
        }
        return DataSizes.same(expected, sizes);
    }
}
