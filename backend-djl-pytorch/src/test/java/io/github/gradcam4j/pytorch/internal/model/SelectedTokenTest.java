package io.github.gradcam4j.pytorch.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.github.gradcam4j.inputs.Npy;
import io.github.gradcam4j.pytorch.internal.engine.Arrays;
import io.github.gradcam4j.pytorch.internal.instrument.Instrumented;
import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
            assertThat(model.verified().maySelect(List.of(value))).isFalse(); // a single pass would not gain
            assertThat(model.verified().maySelect(List.of(value))).isTrue();
            Value whole = new Value(number(model.program().root(), narrowed), 0, 0);
            assertThat(model.verified().maySelect(List.of(whole))).isFalse();
            Orders orders = Orders.record(List.of(value));
            List<float[]> expected = outputAndGradient(model, orders, value, inputs);
            List<float[]> early = outputAndGradient(model, orders.selecting(), value, inputs);
            assertThat(apart(early.get(0), expected.get(0))).isLessThan(1e-5);
            assertThat(apart(early.get(1), expected.get(1))).isLessThan(1e-5);
        }
    }

    private static String name(String files, String input) {
        return (files.endsWith("text") ? input : "input") + ".npy";
    }

    private static List<float[]> outputAndGradient(
            PyTorchModel model, Orders orders, Value value, List<Tensor> inputs) {
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
            List<float[]> found = new ArrayList<>(List.of(scores));
            found.add(Arrays.floats(run.call(
                            Instrumented.GRADIENTS,
                            List.of(run.array(Tensor.of(seeds, seedDims)), output),
                            List.of(recorded))
                    .get(0)));
            return found;
        }
    }

    private static double apart(float[] found, float[] expected) {
        double largest = 0;
        double apart = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            apart = Math.max(apart, Math.abs((double) found[i] - expected[i]));
        }
        assertThat(found).hasSameSizeAs(expected);
        assertThat(largest).isPositive();
        return apart / largest;
    }

    private static int number(ModuleNode root, String path) {
        return all(root)
                .filter(module -> module.path().equals(path))
                .findFirst()
                .orElseThrow()
                .number();
    }

    private static Stream<ModuleNode> all(ModuleNode module) {
        return Stream.concat(
                Stream.of(module), module.children().values().stream().flatMap(SelectedTokenTest::all));
    }
}
