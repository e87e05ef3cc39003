package io.github.gradcam4j.pytorch.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.inputs.Npy;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamTask;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps that libtorch sums, as it does on a GPU, against those of activations and gradients, summed in double precision. */
class SumsTest {
    private static final Path FIXTURES = Path.of(System.getProperty("fixtures.dir"));

    @ParameterizedTest
    @CsvSource({
        "resnet-static, layer3, CHANNEL_MEAN",
        "resnet-static, layer3, ELEMENTWISE",
        "channels-last, conv1, CHANNEL_MEAN",
        "channels-last, nhwc1, ELEMENTWISE",
        "vit, encoder.layers.encoder_layer_0, CHANNEL_MEAN",
        "vit, encoder.layers.encoder_layer_0, ELEMENTWISE",
        "sequence, nct1, CHANNEL_MEAN",
    })
    void are_those_of_activations_and_gradients(String network, String layer, CamKernel.Weighting weighting) {
        Path model =
                FIXTURES.resolve("torchscript").resolve(network + ".scripted").resolve("model.pt");
        Tensor input = Npy.read(FIXTURES.resolve("onnx/arrays").resolve(network).resolve("input.npy"));
        LayerRef ref = LayerRef.of(layer);
        List<List<Cotangent>> cotangents = List.of(
                List.of(new Cotangent.OneHot(1), new Cotangent.OneHot(2)),
                List.of(new Cotangent.OneHot(0), new Cotangent.OneHot(3)));
        try (PyTorchModel open = PyTorchModel.open(ModelSource.of(model), ModelOptions.defaults(), true)) {
            String name = open.signature().inputs().get(0).name();
            PassRequest request = new PassRequest(
                    Map.of(name, input),
                    List.of(ref),
                    ScoreKind.AUTO,
                    List.of(),
                    Optional.of(weighting),
                    Cancellation.never());
            try (Pass pass = open.run(request)) {
                assertThat(pass.makesSums()).isTrue();
                float[] sums = pass.sums(ref, cotangents).toFloatArray();
                CamTask task = CamTask.of(
                        pass.activations(ref), pass.gradients(cotangents).get(ref), weighting, false, false);
                double[] expected = new double[task.targets() * task.items() * task.positions()];
                double largest = sum(task, expected);
                assertThat(sums).hasSameSizeAs(expected);
                assertThat(largest).isPositive();
                for (int i = 0; i < sums.length; i++) {
                    assertThat((double) sums[i]).isCloseTo(expected[i], within(1e-6 * largest));
                }
            }
        }
    }

    /** Sums maps, and returns the largest sum of the sizes of their terms, which is what float32 may round. */
    private static double sum(CamTask task, double[] maps) {
        double largest = 0;
        for (int i = 0; i < maps.length; i++) {
            int position = i % task.positions();
            int item = i / task.positions() % task.items();
            int target = i / task.positions() / task.items();
            double size = 0;
            for (int channel = 0; channel < task.channels(); channel++) {
                double mean = 0;
                for (int p = 0; p < task.positions(); p++) {
                    mean += gradient(task, target, item, channel, p) / task.positions();
                }
                double weight = task.weighting() == CamKernel.Weighting.ELEMENTWISE
                        ? gradient(task, target, item, channel, position)
                        : mean;
                CamTask.Strides at = task.activationsAt();
                double term = weight
                        * task.activations()
                                .get(at.offset()
                                        + at.item() * item
                                        + at.channel() * channel
                                        + at.position() * position);
                maps[i] += term;
                size += Math.abs(term);
            }
            largest = Math.max(largest, size);
        }
        return largest;
    }

    private static double gradient(CamTask task, int target, int item, int channel, int position) {
        CamTask.Strides at = task.gradientsAt();
        return task.gradients()
                .get(task.targetStride() * target
                        + at.offset()
                        + at.item() * item
                        + at.channel() * channel
                        + at.position() * position);
    }
}
