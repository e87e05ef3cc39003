package io.github.gradcam4j.pytorch.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.inputs.Npy;
import io.github.gradcam4j.pytorch.internal.engine.Arrays;
import io.github.gradcam4j.pytorch.internal.instrument.Instrumented;
import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.testkit.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs and gradients with a token selected early, against those in which every token is computed. */
class SelectedTokenTest {
    private static final Path FIXTURES = Path.of(System.getProperty("fixtures.dir"));

    @ParameterizedTest
    @CsvSource({
        "vit, torchscript, onnx/arrays, encoder.layers.encoder_layer_0, encoder.layers.encoder_layer_1.mlp",
        "distilbert, torchscript/text, onnx/text/arrays, net.distilbert.transformer.layer.0, net.distilbert.transformer.layer.1.ffn",
        "distilbert, torchscript/text, onnx/text/arrays, net.distilbert.transformer.layer.1.attention.v_lin, net.distilbert.transformer.layer.1.attention",
        "bert, torchscript/text, onnx/text/arrays, net.bert.encoder.layer.0, net.bert.encoder.layer.1.intermediate",
    })
    void are_the_same(String network, String files, String arrays, String layer, String narrowed) {
        Path folder = FIXTURES.resolve(files).resolve(network + ".traced");
        try (PyTorchModel model =
                PyTorchModel.open(ModelSource.of(folder.resolve("model.pt")), ModelOptions.defaults())) {
            List<Tensor> inputs = model.program().inputs().stream()
                    .map(name ->
                            Npy.read(FIXTURES.resolve(arrays).resolve(network).resolve(name(files, name))))
                    .toList();
            assertThat(model.program().narrowed())
                    .contains(number(model.program().root(), narrowed))
                    .doesNotContain(number(model.program().root(), layer));
            Value value = new Value(number(model.program().root(), layer), 0, 0);
            Map<String, Shape> shapes = new LinkedHashMap<>();
            for (int i = 0; i < inputs.size(); i++) {
                shapes.put(model.program().inputs().get(i), inputs.get(i).shape());
            }
            assertThat(model.layers(shapes)).isNotEmpty();
            assertThat(model.verified().maySelect(List.of(value))).isTrue();
            Value whole = new Value(number(model.program().root(), narrowed), 0, 0);
            assertThat(model.verified().maySelect(List.of(whole))).isFalse();
            Orders orders = Orders.record(List.of(value));
            List<Tensor> expected = outputAndGradient(model, orders, value, inputs);
            List<Tensor> early = outputAndGradient(model, orders.selecting(), value, inputs);
            for (int i = 0; i < expected.size(); i++) {
                Tensors.assertClose("output, gradient " + i, early.get(i), expected.get(i), 1e-5);
                assertThat(expected.get(i).toFloatArray())
                        .isNotEqualTo(new float[(int) expected.get(i).shape().size()]);
            }
        }
    }

    private static String name(String files, String input) {
        return (files.endsWith("text") ? input : "input") + ".npy";
    }

    /** Whichever of some threads comes first: an explanation has the same bits. */
    @Test
    void are_taken_from_the_first_explanation_on() {
        Path file = FIXTURES.resolve("torchscript/vit.traced/model.pt");
        Tensor input = Npy.read(FIXTURES.resolve("onnx/arrays/vit/input.npy"));
        LayerRef layer = LayerRef.of("encoder.layers.encoder_layer_0");
        try (PyTorchModel model = PyTorchModel.open(ModelSource.of(file), ModelOptions.defaults())) {
            PassRequest request = new PassRequest(
                    Map.of(model.signature().inputs().get(0).name(), input),
                    List.of(layer),
                    ScoreKind.AUTO,
                    List.of(),
                    Optional.empty(),
                    Cancellation.never());
            List<List<Cotangent>> cotangents = List.of(List.of(new Cotangent.OneHot(1), new Cotangent.OneHot(2)));
            try (Pass first = model.run(request);
                    Pass second = model.run(request)) {
                Tensors.assertSame(
                        "scores", second.scores().tensor(), first.scores().tensor());
                Tensors.assertSame(
                        "gradients",
                        Objects.requireNonNull(second.gradients(cotangents).get(layer)),
                        Objects.requireNonNull(first.gradients(cotangents).get(layer)));
            }
        }
    }

    private static List<Tensor> outputAndGradient(PyTorchModel model, Orders orders, Value value, List<Tensor> inputs) {
        try (Execution run = model.execute(orders, inputs)) {
            NDArray output = Measured.output(model.program(), run);
            float[] scores = Arrays.floats(output);
            float[] seeds = new float[scores.length];
            for (int i = 0; i < seeds.length; i++) {
                seeds[i] = 1 + i % 5;
            }
            long[] dims = Arrays.shape(output).dims();
            long[] seedDims = new long[dims.length + 1];
            seedDims[0] = 1;
            System.arraycopy(dims, 0, seedDims, 1, dims.length);
            NDArray recorded = run.recorded(value).orElseThrow().array();
            List<Tensor> found =
                    new ArrayList<>(List.of(Arrays.fromRuntime(output).copy()));
            found.add(Arrays.fromRuntime(run.call(
                                    Instrumented.GRADIENTS,
                                    List.of(run.array(Tensor.of(seeds, seedDims)), output),
                                    List.of(recorded))
                            .get(0))
                    .copy());
            return found;
        }
    }

    private static int number(ModuleNode root, String path) {
        return root.all()
                .filter(module -> module.path().equals(path))
                .findFirst()
                .orElseThrow()
                .number();
    }
}
