package io.github.gradcam4j.tensorflow;

import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.testkit.GradientBackendContract;
import io.github.gradcam4j.testkit.TestModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The contract of a backend on Keras files: texts and pictures, channels first and last, loops and norms, several outputs. */
class TensorFlowBackendContractTest extends GradientBackendContract {
    private static final double TOLERANCE = 0.05;

    @Override
    protected GradientBackend backend() {
        return new TensorFlowBackend();
    }

    @Override
    protected List<TestModel> models() {
        return Stream.of(
                        "text-bilstm.keras",
                        "layers/labels.keras",
                        "layers/dict-outputs.h5",
                        "layers/norms.keras",
                        "layers/first-channels.keras")
                .map(Fixture::named)
                .map(TensorFlowBackendContractTest::describe)
                .toList();
    }

    private static TestModel describe(Fixture fixture) {
        List<Map<String, Tensor>> items = new ArrayList<>();
        try (GradientModel model = fixture.open()) {
            Map<String, Tensor> batch = fixture.inputs(model);
            for (int item = 0; item < fixture.scores().shape().dim(0); item++) {
                Map<String, Tensor> one = new LinkedHashMap<>();
                int index = item;
                batch.forEach((name, tensor) -> one.put(name, tensor.item(index)));
                items.add(one);
            }
        }
        return new TestModel(
                fixture.name(),
                fixture.source(),
                fixture.options(),
                items,
                true,
                (int) fixture.scores().shape().dim(1),
                fixture.layers().stream()
                        .filter(layer -> layer.gradients().isPresent())
                        .map(layer -> layer.ref().toString())
                        .toList(),
                TOLERANCE,
                List.of());
    }
}
