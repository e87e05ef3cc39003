package io.github.gradcam4j.pytorch.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.inputs.Npy;
import io.github.gradcam4j.pytorch.internal.engine.Arrays;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.testkit.Tensors;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that record nothing, whose weights are folded, against runs that record every value, in which none are. */
class FoldedRunTest {
    private static final Path FIXTURES = Path.of(System.getProperty("fixtures.dir"));

    @ParameterizedTest
    @CsvSource({
        "resnet-basic.traced, true",
        "mobilenet-v2.traced, true",
        "efficientnet-lite.traced, true",
        "regnet.traced, true",
        "googlenet.traced, true",
        "shufflenet-v2.traced, true",
        "vgg-bn.traced, true",
        "resnet-static.scripted, false", // modules that share a method
        "squeezenet.traced, false", // no normalisation
    })
    void have_the_same_output(String file, boolean isFolded) {
        Path model = FIXTURES.resolve("torchscript").resolve(file).resolve("model.pt");
        String network = file.substring(0, file.indexOf('.'));
        Tensor input = Npy.read(FIXTURES.resolve("onnx/arrays").resolve(network).resolve("input.npy"));
        try (PyTorchModel open = PyTorchModel.open(ModelSource.of(model), ModelOptions.defaults())) {
            assertThat(open.program().isFolded()).isEqualTo(isFolded);
            int values = open.program().root().size() + 1;
            try (Execution plain = open.execute(Orders.record(List.of()), List.of(input));
                    Execution unfolded = open.execute(Orders.record(List.of()).everywhere(values - 1), List.of(input));
                    Execution recorded = open.execute(Orders.measure(values), List.of(input))) {
                Tensor folded = Arrays.fromRuntime(Measured.output(open.program(), plain));
                Tensor exact = Arrays.fromRuntime(Measured.output(open.program(), recorded));
                Tensors.assertClose("folded", folded, exact, 1e-5);
                Tensors.assertSame("unfolded", Arrays.fromRuntime(Measured.output(open.program(), unfolded)), exact);
            }
        }
    }
}
