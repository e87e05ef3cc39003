package io.github.gradcam4j.onnx.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.autodiff.Seed;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.onnx.internal.proto.ModelProto;
import io.github.gradcam4j.onnx.internal.proto.ModelReader;
import io.github.gradcam4j.spi.CamKernel.Weighting;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.CompileTask;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.TokenGrid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Maps of layers of every layout, against the formulas of the papers in double precision. */
class SelfExplainingModelTest {
    private static final long[] ASKED = {2, 0, 3};

    static Stream<Squares> models() {
        return Stream.of(
                new Squares(Layout.NCHW, 5, 3, 4),
                new Squares(Layout.NHWC, 3, 4, 5),
                new Squares(Layout.NCT, 5, 7),
                new Squares(Layout.NTC, 7, 5),
                new Squares(Layout.NCDHW, 2, 3, 2, 4),
                new Squares(Layout.of(Axis.BATCH, Axis.HEIGHT, Axis.CHANNEL, Axis.WIDTH), 3, 5, 4),
                new Squares(Layout.tokens(new TokenGrid(0, 2, 3)), 6, 5),
                new Squares(Layout.tokens(new TokenGrid(2, 3, 2)), 8, 5));
    }

    @ParameterizedTest
    @MethodSource("models")
    void maps_of_given_classes_follow_the_formulas_in_every_layout(Squares model) throws Exception {
        for (Weighting weighting : Weighting.values()) {
            for (long opset : new long[] {11, 13, 18, 21}) {
                assertMaps(model, 8, opset, weighting, false);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void the_best_classes_are_found_in_the_graph(Squares model) throws Exception {
        assertMaps(model, 8, 17, Weighting.CHANNEL_MEAN, true);
    }

    @Test
    void the_oldest_file_format_lists_constants_elsewhere() throws Exception {
        assertMaps(new Squares(Layout.NCHW, 5, 3, 4), 3, 11, Weighting.CHANNEL_MEAN, false);
    }

    private static void assertMaps(Squares model, long irVersion, long opset, Weighting weighting, boolean top)
            throws Exception {
        CompileTask task = task("saliency", weighting, false, false);
        byte[] file = bytes(compile(model, irVersion, opset, ValueTable.FREE, task, top));
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file);
                OrtSession.Result result = run(session, model)) {
            OnnxTensor maps = (OnnxTensor) result.get("saliency").orElseThrow();
            OnnxTensor classes = (OnnxTensor) result.get("saliency_class").orElseThrow();
            FloatBuffer values = maps.getFloatBuffer();
            LongBuffer explained = classes.getLongBuffer();
            for (int item = 0; item < Squares.ITEMS; item++) {
                long[] wanted = top ? Arrays.copyOf(model.ranking(item), ASKED.length) : ASKED;
                for (long target : wanted) {
                    assertThat(explained.get()).isEqualTo(target);
                    for (double value : model.map(item, (int) target, weighting)) {
                        assertThat((double) values.get()).isCloseTo(value, within(1e-5));
                    }
                }
            }
            assertThat(values.hasRemaining()).isFalse();
            assertThat(explained.hasRemaining()).isFalse();
        }
    }

    @Test
    void relu_cuts_off_what_the_counterfactual_turns_round() throws Exception {
        Squares model = new Squares(Layout.NCHW, 5, 3, 4);
        CompileTask task = task("against", Weighting.CHANNEL_MEAN, true, true);
        try (OrtSession session = OrtEnvironment.getEnvironment()
                        .createSession(bytes(compile(model, 8, 17, ValueTable.FREE, task, false)));
                OrtSession.Result result = run(session, model)) {
            FloatBuffer values = ((OnnxTensor) result.get("against").orElseThrow()).getFloatBuffer();
            for (int item = 0; item < Squares.ITEMS; item++) {
                for (long target : ASKED) {
                    for (double value : model.map(item, (int) target, Weighting.CHANNEL_MEAN)) {
                        assertThat((double) values.get()).isCloseTo(Math.max(0, -value), within(1e-5));
                    }
                }
            }
        }
    }

    @Test
    void a_size_that_is_built_in_is_declared_and_others_are_refused_by_the_runtime() throws Exception {
        Squares model = new Squares(Layout.NCHW, 5, 3, 4);
        byte[] file = bytes(compile(model, 8, 17, 2, task("saliency", Weighting.CHANNEL_MEAN, true, false), false));
        assertThat(parsed(file).graph().inputs().get(0).shape().orElseThrow())
                .extracting("size")
                .containsExactly(2L, 5L, 3L, 4L);
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file)) {
            assertThatThrownBy(() -> run(session, model)).hasMessageContaining("Got: 3 Expected: 2");
        }
    }

    @Test
    void a_free_batch_keeps_its_name_and_the_file_is_one_graph_of_standard_operators() throws Exception {
        Squares model = new Squares(Layout.NCHW, 5, 3, 4);
        byte[] file = bytes(
                compile(model, 8, 17, ValueTable.FREE, task("saliency", Weighting.ELEMENTWISE, true, false), true));
        ModelProto parsed = parsed(file);
        assertThat(parsed.graph().inputs()).hasSize(1);
        assertThat(parsed.graph().outputs().get(1).shape().orElseThrow().get(0).symbol())
                .isEqualTo("batch");
        assertThat(parsed.graph().nodes()).allMatch(node -> node.domain().isEmpty());
        assertThat(parsed.metadata()).containsEntry("gradcam4j.saliency.method", "a method");
        assertThat(graphs(file)).isEqualTo(1);
    }

    @Test
    void a_layer_whose_first_axis_is_not_the_batch_is_refused() {
        Squares model = new Squares(Layout.of(Axis.CHANNEL, Axis.BATCH, Axis.HEIGHT, Axis.WIDTH), 5, 3, 4);
        assertThatThrownBy(() -> compile(
                        model, 8, 17, ValueTable.FREE, task("saliency", Weighting.CHANNEL_MEAN, true, false), false))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("the batch must be its first axis");
    }

    @Test
    void a_name_that_a_value_has_is_refused_with_one_that_is_free() {
        Squares model = new Squares(Layout.NCHW, 5, 3, 4);
        for (String taken : List.of("square", "x", "w", "scores")) {
            assertThatThrownBy(() -> compile(
                            model, 8, 17, ValueTable.FREE, task(taken, Weighting.CHANNEL_MEAN, true, false), false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has a value '" + taken + "' already")
                    .hasMessageContaining("--name")
                    .hasMessageEndingWith(taken + "2");
        }
    }

    private static SelfExplainingModel compile(
            Squares model, long irVersion, long opset, long batch, CompileTask task, boolean top) {
        byte[] file = model.file(irVersion, opset);
        return SelfExplainingModel.of(
                new SelfExplainingModel.Source(
                        ByteBuffer.wrap(file),
                        new GraphIndex(parsed(file)),
                        model.values(batch),
                        Map.of("x", model.shape(batch)),
                        model.layer(),
                        "scores",
                        top ? Seed.CLASS_TOP : Seed.CLASS_GIVEN,
                        top ? new long[ASKED.length] : ASKED),
                task);
    }

    private static CompileTask task(String name, Weighting weighting, boolean relu, boolean counterfactual) {
        return new CompileTask(
                Path.of("unused.onnx"),
                name,
                LayerRef.of("layer"),
                ScoreKind.AUTO,
                Arrays.stream(ASKED)
                        .<ClassQuery>mapToObj(index -> new ClassQuery.Index((int) index))
                        .toList(),
                weighting,
                relu,
                counterfactual,
                Map.of("x", Shape.of(1)),
                Map.of("gradcam4j.saliency.method", "a method"));
    }

    private static OrtSession.Result run(OrtSession session, Squares model) throws OrtException {
        try (OnnxTensor fed = OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                FloatBuffer.wrap(model.x),
                model.shape(Squares.ITEMS).dims())) {
            return session.run(Map.of("x", fed));
        }
    }

    private static byte[] bytes(SelfExplainingModel model) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        model.file().write(out);
        return out.toByteArray();
    }

    private static ModelProto parsed(byte[] file) {
        return ModelReader.read(ByteBuffer.wrap(file));
    }

    /** Counts the graphs among the fields of a file. */
    private static int graphs(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        int graphs = 0;
        while (in.hasRemaining()) {
            long tag = varint(in);
            long value = varint(in);
            if ((tag & 7) == 2) {
                in.position(in.position() + (int) value);
            }
            graphs += tag >>> 3 == 7 ? 1 : 0;
        }
        return graphs;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
