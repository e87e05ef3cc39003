package io.github.gradcam4j.onnx;

import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.testkit.GradientBackendContract;
import io.github.gradcam4j.testkit.TestModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The contract of a backend, on files of both exporters, channels first and last. */
class OnnxBackendContractTest extends GradientBackendContract {
    private static final double TOLERANCE = 0.05;

    @Override
    protected GradientBackend backend() {
        return new OnnxBackend();
    }

    @Override
    protected List<TestModel> models() {
        // Difference quotients in float32 judge gradients only between kinks, so these have few or smooth ones;
        // recorded
        // values judge all others.
        return Stream.of("channels-last.ts13", "activations.ts17", "activations.dy20")
                .map(Fixture::named)
                .map(OnnxBackendContractTest::describe)
                .toList();
    }

    private static TestModel describe(Fixture fixture) {
        List<Map<String, Tensor>> items = new ArrayList<>();
        Tensor input = fixture.input();
        for (int item = 0; item < input.shape().dim(0); item++) {
            items.add(Map.of(fixture.inputName(), input.item(item)));
        }
        return new TestModel(
                fixture.name(),
                ModelSource.of(fixture.model()),
                ModelOptions.defaults(),
                items,
                fixture.dynamicBatch(),
                (int) fixture.scores().shape().dim(1),
                fixture.layers().stream().map(Fixture.Layer::value).toList(),
                TOLERANCE,
                List.of());
    }
}
