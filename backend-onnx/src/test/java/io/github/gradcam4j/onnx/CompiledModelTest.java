package io.github.gradcam4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.gradcam4j.CompileRequest;
import io.github.gradcam4j.CompiledModel;
import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.ModelProto;
import io.github.gradcam4j.onnx.internal.proto.ModelReader;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiled files give, in a session that knows nothing of this library, what the explainer says of the model. */
class CompiledModelTest {
    private static final double TOLERANCE = 1e-5;

    @TempDir
    Path folder;

    /** What a plain session made of a file. */
    private record Outcome(Shape shape, float[] maps, long[] classes, float[] first) {}

    static Stream<Fixture> fixtures() {
        return Fixture.all().stream();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void the_three_best_classes_of_every_item_are_explained(Fixture fixture) throws OrtException {
        Tensor input = input(fixture);
        assertSame(fixture, input, CompileRequest.defaults().withTargets("top:3"));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void given_classes_are_explained_at_early_layers_with_every_option(Fixture fixture) throws OrtException {
        Fixture.Layer layer = fixture.layers().get(fixture.layers().size() / 2);
        assertSame(
                fixture,
                input(fixture),
                CompileRequest.defaults()
                        .withTargets("class:5", "top", "class:0")
                        .withLayer(layer.value())
                        .withMethod("hires-cam")
                        .withScores(ScoreKind.OUTPUT)
                        .withRelu(false)
                        .withCounterfactual(true));
    }

    @Test
    void a_compiled_file_is_explained_as_the_model_and_can_be_compiled_for_another_layer() throws OrtException {
        Fixture fixture = Fixture.named("softmax-head.ts17");
        Path once = folder.resolve("once.onnx");
        Path twice = folder.resolve("twice.onnx");
        Tensor input = input(fixture);
        String early = fixture.layers().get(0).value();
        ExplainRequest request =
                ExplainRequest.about(Arrays.of("x", input)).target("top:2").build();
        CompileRequest again = CompileRequest.defaults().withLayer(early).withTargets("class:1");
        List<Explanation> ofModel;
        CompiledModel first;
        try (Explainer explainer = Explainer.open(fixture.model())) {
            ofModel = explainer.explain(request);
            first = explainer.compile(CompileRequest.defaults().withTargets("top:2"), once);
        }
        try (Explainer explainer = Explainer.open(once)) {
            List<Explanation> ofCompiled = explainer.explain(request);
            assertThat(ofCompiled).hasSameSizeAs(ofModel);
            assertThat(ofCompiled.get(2).targets()).isEqualTo(ofModel.get(2).targets());
            assertThat(ofCompiled.get(2).layer()).isEqualTo(ofModel.get(2).layer());
            assertThatThrownBy(() -> explainer.compile(again, twice))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("saliency2");
            assertThat(twice).doesNotExist();
            CompiledModel second = explainer.compile(again.withName("early"), twice);
            assertEqual(run(twice, fixture.inputName(), input, first), ofModel);
            assertEqual(
                    run(twice, fixture.inputName(), input, second),
                    explainer.explain(ExplainRequest.about(Arrays.of("x", input))
                            .target("class:1")
                            .layer(early)
                            .build()));
        }
    }

    @Test
    void the_first_output_is_the_models_own() throws OrtException {
        Fixture fixture = Fixture.named("resnet-basic.dy18");
        Path file = folder.resolve("explained.onnx");
        try (Explainer explainer = Explainer.open(fixture.model())) {
            CompiledModel compiled = explainer.compile(CompileRequest.defaults(), file);
            float[] scores =
                    run(file, fixture.inputName(), fixture.input(), compiled).first();
            float[] expected = fixture.scores().toFloatArray();
            for (int i = 0; i < expected.length; i++) {
                assertThat(scores[i]).isCloseTo(expected[i], within(1e-4f));
            }
        }
    }

    @Test
    void a_class_or_rank_that_does_not_exist_is_refused_and_nothing_is_written() {
        Path file = folder.resolve("explained.onnx");
        try (Explainer explainer = Explainer.open(Fixture.named("vgg.ts13").model())) {
            for (String target : List.of("class:10", "top:11")) {
                assertThatThrownBy(() ->
                                explainer.compile(CompileRequest.defaults().withTargets("class:3", target), file))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("the model has 10 classes");
            }
            assertThatThrownBy(() -> explainer.compile(CompileRequest.defaults().withMethod("occlusion"), file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("grad-cam or hires-cam");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void the_model_itself_is_not_overwritten() throws IOException {
        Path model = Files.copy(Fixture.named("vgg.ts13").model(), folder.resolve("model.onnx"));
        byte[] before = Files.readAllBytes(model);
        Files.createSymbolicLink(folder.resolve("link.onnx"), model);
        try (Explainer explainer = Explainer.open(model)) {
            for (String name : List.of("model.onnx", "link.onnx", "../" + folder.getFileName() + "/model.onnx")) {
                assertThatThrownBy(() -> explainer.compile(CompileRequest.defaults(), folder.resolve(name)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("would be overwritten");
            }
        }
        assertThat(model).hasBinaryContent(before);
    }

    @Test
    void the_same_request_writes_the_same_bytes_with_its_properties() throws IOException {
        Fixture fixture = Fixture.named("efficientnet.ts17");
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (Explainer explainer = Explainer.open(fixture.model())) {
                Path file = folder.resolve("explained" + i + ".onnx");
                explainer.compile(CompileRequest.defaults().withTargets("class:3", "top:2"), file);
                files.add(Files.readAllBytes(file));
            }
        }
        assertThat(files.get(0)).isEqualTo(files.get(1));
        ModelProto model = ModelReader.read(ByteBuffer.wrap(files.get(0)));
        assertThat(model.metadata())
                .containsEntry("gradcam4j.saliency.method", "grad-cam")
                .containsEntry("gradcam4j.saliency.classes", "3 top:1 top:2")
                .containsEntry("gradcam4j.saliency.relu", "true")
                .containsKeys("gradcam4j.saliency.layer", "gradcam4j.saliency.version", "gradcam4j.saliency.scores");
    }

    @Test
    void weights_outside_of_the_file_are_found_beside_it_and_nowhere_else() throws Exception {
        writeModelWithWeightsApart(2, 3);
        Path beside = folder.resolve("explained.onnx");
        Tensor input = Tensor.of(new float[] {1, -2, 3, 0.5f, 2, -1, 0, 4, 1, 2, 3, -4}, 1, 2, 2, 3);
        try (Explainer explainer = Explainer.open(folder.resolve("model.onnx"))) {
            CompiledModel compiled = explainer.compile(CompileRequest.defaults(), beside);
            assertEqual(
                    run(beside, "x", input, compiled),
                    explainer.explain(
                            ExplainRequest.about(Arrays.of("x", input)).build()));
            assertThatThrownBy(() -> explainer.compile(CompileRequest.defaults(), folder.resolve("away/e.onnx")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("weights.bin")
                    .hasMessageContaining("into that folder");
            assertThatThrownBy(() -> explainer.compile(CompileRequest.defaults(), folder.resolve("weights.bin")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("would be overwritten");
        }
        assertThat(folder.resolve("away")).doesNotExist();
    }

    @Test
    void a_free_height_and_width_are_built_in_and_the_batch_stays_free() throws Exception {
        writeModelWithWeightsApart(-1, -1);
        Path file = folder.resolve("explained.onnx");
        ExplainerOptions options = ExplainerOptions.defaults().withShape("x", Shape.of(-1, 2, 2, 3));
        Tensor input = Tensor.of(new float[] {1, -2, 3, 0.5f, 2, -1, 0, 4, 1, 2, 3, -4}, 1, 2, 2, 3);
        try (Explainer explainer = Explainer.open(folder.resolve("model.onnx"), options)) {
            CompiledModel compiled = explainer.compile(CompileRequest.defaults(), file);
            assertThat(compiled.inputs()).containsExactly(Map.entry("x", Shape.of(-1, 2, 2, 3)));
            assertThat(compiled.saliencyShape()).isEqualTo(Shape.of(-1, 1, 2, 3));
            assertEqual(
                    run(file, "x", input, compiled),
                    explainer.explain(
                            ExplainRequest.about(Arrays.of("x", input)).build()));
            Tensor turned = Tensor.of(input.toFloatArray(), 1, 2, 3, 2);
            assertThatThrownBy(() -> run(file, "x", turned, compiled))
                    .isInstanceOf(OrtException.class)
                    .hasMessageContaining("Got: 3 Expected: 2");
        }
    }

    @Test
    void a_batch_that_the_model_does_not_keep_free_is_built_in_with_a_warning() throws Exception {
        write(
                List.of(
                        node("Conv", "c", "x", "w"),
                        node("Relu", "r", "c"),
                        node("Reshape", "flat", "r", "shape"),
                        node("MatMul", "scores", "flat", "v")),
                List.of(
                        TensorProto.ofFloats("w", List.of(1L, 2L, 1L, 1L), 1, 0.5f),
                        TensorProto.ofLongs("shape", List.of(2L), 1, 3),
                        TensorProto.ofFloats("v", List.of(3L, 4L), 1, 0, 2, 1, 3, 0, 4, -1, 5, 0, 6, 1)),
                List.of(-1L, 2L, 1L, 3L));
        Path file = folder.resolve("explained.onnx");
        Tensor input = Tensor.of(new float[] {1, -2, 3, 0.5f, 2, -1}, 1, 2, 1, 3);
        try (Explainer explainer = Explainer.open(folder.resolve("model.onnx"))) {
            CompiledModel compiled = explainer.compile(CompileRequest.defaults(), file);
            assertThat(compiled.warnings()).singleElement().asString().startsWith("the batch is fixed at 1: ");
            assertThat(compiled.inputs()).containsExactly(Map.entry("x", Shape.of(1, 2, 1, 3)));
            assertEqual(
                    run(file, "x", input, compiled),
                    explainer.explain(
                            ExplainRequest.about(Arrays.of("x", input)).build()));
        }
    }

    /** Writes a convolution, ReLU and pooling, whose kernel lies in {@code weights.bin}. */
    private void writeModelWithWeightsApart(long height, long width) throws IOException {
        float[] kernel = {1, 0.5f, -1, 2, 0.25f, -0.5f, 1, 1};
        ByteBuffer bytes = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(kernel);
        Files.write(folder.resolve("weights.bin"), bytes.array());
        TensorProto apart = new TensorProto(
                "w",
                DataType.FLOAT,
                List.of(4L, 2L, 1L, 1L),
                ByteBuffer.allocate(0),
                Optional.of(new TensorProto.ExternalLocation("weights.bin", 0, 32)));
        write(
                List.of(
                        node("Conv", "c", "x", "w"),
                        node("Relu", "r", "c"),
                        node("GlobalAveragePool", "p", "r"),
                        node("Flatten", "scores", "p")),
                List.of(apart),
                List.of(-1L, 2L, height, width));
    }

    private void write(List<NodeProto> nodes, List<TensorProto> constants, List<Long> input) throws IOException {
        byte[] model = new ModelPatch(
                        nodes,
                        constants,
                        List.of(ValueInfoProto.tensor("x", DataType.FLOAT, input)),
                        List.of(ValueInfoProto.tensor("scores", DataType.FLOAT, List.of(-1L, 4L))))
                .toModel(8, Map.of("", 17L));
        Files.write(folder.resolve("model.onnx"), model);
    }

    private static NodeProto node(String type, String output, String... inputs) {
        return new NodeProto(output + ".node", "", type, List.of(inputs), List.of(output), Map.of(), Map.of());
    }

    private void assertSame(Fixture fixture, Tensor input, CompileRequest request) throws OrtException {
        Path file = folder.resolve("explained.onnx");
        try (Explainer explainer = Explainer.open(fixture.model())) {
            CompiledModel compiled = explainer.compile(request, file);
            assertThat(compiled.warnings()).isEmpty();
            Outcome outcome = run(file, fixture.inputName(), input, compiled);
            List<List<TargetExplanation>> expected = new ArrayList<>();
            for (String target : request.targets()) {
                List<Explanation> answers = explainer.explain(ExplainRequest.about(Arrays.of("x", input))
                        .target(target)
                        .layer(request.layer().isEmpty() ? "auto" : request.layer())
                        .method(request.method())
                        .scores(request.scores())
                        .relu(request.relu())
                        .counterfactual(request.counterfactual())
                        .build());
                answers.forEach(answer -> {
                    while (expected.size() <= answer.item()) {
                        expected.add(new ArrayList<>());
                    }
                    expected.get(answer.item()).addAll(answer.targets());
                });
            }
            assertMaps(outcome, expected);
        }
    }

    private static void assertEqual(Outcome actual, List<Explanation> expected) {
        assertMaps(actual, expected.stream().map(Explanation::targets).toList());
    }

    private static void assertMaps(Outcome actual, List<List<TargetExplanation>> expected) {
        List<Float> maps = new ArrayList<>();
        List<Long> classes = new ArrayList<>();
        double largest = 0;
        for (List<TargetExplanation> item : expected) {
            for (TargetExplanation target : item) {
                for (float value : target.heatmap().values()) {
                    maps.add(value);
                    largest = Math.max(largest, Math.abs(value));
                }
                classes.add((long) target.classIndex().orElseThrow());
            }
        }
        List<TargetExplanation> first = expected.get(0);
        long[] dims = first.get(0).heatmap().shape().dims();
        long[] shape = new long[dims.length + 2];
        shape[0] = expected.size();
        shape[1] = first.size();
        System.arraycopy(dims, 0, shape, 2, dims.length);
        assertThat(actual.shape()).isEqualTo(Shape.of(shape));
        assertThat(actual.classes())
                .containsExactly(classes.stream().mapToLong(Long::longValue).toArray());
        assertThat(largest).as("largest value of the maps").isPositive();
        double error = 0;
        for (int i = 0; i < maps.size(); i++) {
            error = Math.max(error, Math.abs(maps.get(i) - actual.maps()[i]));
        }
        // In front of a layer normalisation the sums of HiResCAM are zero but for rounding, and their terms near one.
        assertThat(error / Math.max(largest, 0.01))
                .as("largest error over the largest value")
                .isLessThan(TOLERANCE);
    }

    /** Returns three different items where the batch is free, the recorded ones otherwise. */
    private static Tensor input(Fixture fixture) {
        Tensor recorded = fixture.input();
        if (!fixture.dynamicBatch()) {
            return recorded;
        }
        Shape shape = recorded.shape().with(0, 3);
        SplittableRandom random = new SplittableRandom(7);
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1.5, 2);
        }
        return Tensor.of(values, shape.dims());
    }

    private static Outcome run(Path file, String name, Tensor input, CompiledModel compiled) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file.toString());
                OnnxTensor fed = OnnxTensor.createTensor(
                        environment,
                        FloatBuffer.wrap(input.toFloatArray()),
                        input.shape().dims());
                OrtSession.Result result = session.run(Map.of(name, fed))) {
            assertThat(session.getInputNames()).isEqualTo(Set.of(name));
            OnnxTensor maps = (OnnxTensor) result.get(compiled.saliency()).orElseThrow();
            OnnxTensor classes =
                    (OnnxTensor) result.get(compiled.saliencyClass()).orElseThrow();
            OnnxTensor first = (OnnxTensor) result.get(0);
            return new Outcome(
                    Shape.of(maps.getInfo().getShape()),
                    floats(maps.getFloatBuffer()),
                    longs(classes.getLongBuffer()),
                    floats(first.getFloatBuffer()));
        }
    }

    private static float[] floats(FloatBuffer buffer) {
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private static long[] longs(LongBuffer buffer) {
        long[] values = new long[buffer.remaining()];
        buffer.get(values);
        return values;
    }
}
