package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.onnx.OnnxBackend;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks a model file what a user asks: the scores, and the gradient of a class at a layer. */
final class Question {
    private Question() {}

    /** Is what the model answered. */
    record Answer(Tensor scores, Tensor activations, Tensor gradient) {}

    static GradientModel open(Path folder, byte[] model) throws IOException {
        Path file = Files.write(Files.createTempFile(folder, "model", ".onnx"), model);
        return new OnnxBackend().open(ModelSource.of(file), ModelOptions.defaults());
    }

    static Answer ask(Path folder, byte[] model, Map<String, Array> inputs, String layer, int chosen)
            throws IOException {
        try (GradientModel opened = open(folder, model)) {
            return ask(opened, inputs, layer, chosen);
        }
    }

    static Answer ask(GradientModel model, Map<String, Array> inputs, String layer, int chosen) {
        Map<String, Tensor> fed = new LinkedHashMap<>();
        inputs.forEach((name, value) -> fed.put(name, tensor(value)));
        int items = inputs.values().iterator().next().shape()[0];
        LayerRef ref = LayerRef.of(layer);
        PassRequest request = new PassRequest(
                fed,
                List.of(ref),
                ScoreKind.OUTPUT,
                List.of(Collections.nCopies(items, (ClassQuery) new ClassQuery.Index(chosen))),
                Cancellation.never());
        try (Pass pass = model.run(request)) {
            Tensor gradient = pass.gradients(
                            List.of(Collections.nCopies(items, (Cotangent) new Cotangent.OneHot(chosen))))
                    .get(ref);
            String output = model.signature().outputs().get(0).name();
            return new Answer(copy(pass.outputs().get(output)), copy(pass.activations(ref)), copy(gradient));
        }
    }

    private static Tensor copy(Tensor tensor) {
        return Tensor.of(tensor.toFloatArray(), tensor.shape().dims());
    }

    private static Tensor tensor(Array value) {
        float[] floats = new float[value.data().length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) value.data()[i];
        }
        return Tensor.of(floats, Arrays.stream(value.shape()).asLongStream().toArray());
    }
}
