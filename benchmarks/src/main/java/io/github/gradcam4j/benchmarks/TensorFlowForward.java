package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.Device;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.tensorflow.TensorFlowBackend;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Is the plain forward pass of a SavedModel's frozen graph, in one thread. */
final class TensorFlowForward implements Forward {
    private final GradientModel model;
    private final Map<String, Tensor> inputs;

    TensorFlowForward(TensorFlowNetwork network) {
        model = new TensorFlowBackend()
                .open(
                        ModelSource.of(network.folder()),
                        new ModelOptions(Device.CPU, OptionalInt.of(1), Map.of(), Optional.empty()));
        inputs = Map.of(model.signature().inputs().get(0).name(), network.input());
    }

    /** Loads TensorFlow, the way our backend does, and returns its version. */
    static String version() {
        if (new TensorFlowBackend().availability() instanceof Availability.Available available) {
            return available.version();
        }
        throw new IllegalStateException("TensorFlow cannot be loaded: gradcam4j doctor says why");
    }

    @Override
    public void run() {
        PassRequest forward = new PassRequest(inputs, List.of(), ScoreKind.AUTO, List.of(), Cancellation.never());
        try (Pass pass = model.run(forward)) {
            pass.scores().value(0, 0);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
