package io.github.gradcam4j.onnx.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs of many sizes share a session, and their gradients are those of sessions of their own. */
class AnySizeTest {
    private final SplittableRandom random = new SplittableRandom(5);
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> constants = new ArrayList<>();

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("model.onnx");
    }

    @Test
    void pictures_of_any_size_share_a_session() throws IOException {
        writeConvolutions();
        long[][] sizes = {
            {1, 3, 17, 23},
            {1, 3, 16, 20},
            {1, 3, 15, 31},
            {1, 3, 24, 9},
            {2, 3, 19, 22},
            {1, 3, 33, 18},
            {1, 3, 17, 23}
        };
        assertAsAlone(sizes, DataType.FLOAT, "relu", "pooled", "swish");
    }

    @Test
    void documents_of_any_length_share_a_session() throws IOException {
        writeAttention();
        long[][] sizes = {{1, 7}, {1, 4}, {1, 9}, {1, 12}, {3, 5}, {1, 2}, {1, 16}, {2, 3}};
        assertAsAlone(sizes, DataType.INT64, "embedded", "joined");
    }

    @Test
    void one_token_is_not_taken_for_many_that_are_repeated() throws IOException {
        writeAttention();
        assertAsAlone(new long[][] {{1, 7}, {1, 4}, {1, 9}, {1, 1}, {1, 8}}, DataType.INT64, "embedded");
    }

    @Test
    void operators_that_need_their_sizes_get_sessions_of_their_own() throws IOException {
        input(DataType.FLOAT, 1L, 4L, -1L, -1L);
        node("Relu", "relu", List.of("x"));
        node("SpaceToDepth", "blocks", List.of("relu"), "blocksize", 2L);
        node("GlobalMaxPool", "pooled", List.of("blocks"));
        node("Flatten", "y", List.of("pooled"));
        write(16);
        try (OnnxModel model = open()) {
            for (long width = 4; width <= 14; width += 2) {
                assertAsAlone(model, DataType.FLOAT, new long[] {1, 4, 6, width}, "relu");
            }
        }
    }

    private void assertAsAlone(long[][] sizes, DataType type, String... layers) throws IOException {
        for (String layer : layers) {
            try (OnnxModel model = open()) {
                for (long[] size : sizes) {
                    assertAsAlone(model, type, size, layer);
                }
                int made = model.sessionsMade();
                for (long[] size : sizes) {
                    assertAsAlone(model, type, size, layer);
                }
                assertThat(model.sessionsMade())
                        .as("sessions made for sizes met before")
                        .isEqualTo(made);
                assertThat(made).isLessThan(sizes.length);
            }
        }
    }

    private void assertAsAlone(OnnxModel model, DataType type, long[] size, String layer) {
        Tensor input = sample(type, size);
        try (OnnxModel alone = open()) {
            float[] expected = gradient(alone, input, layer);
            float[] found = gradient(model, input, layer);
            float largest = 0;
            float error = 0;
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                largest = Math.max(largest, Math.abs(expected[i]));
                error = Math.max(error, Math.abs(expected[i] - found[i]));
            }
            assertThat(largest).isPositive();
            assertThat(error / largest).as(layer + Arrays.toString(size)).isLessThan(1e-5f);
        }
    }

    private static float[] gradient(OnnxModel model, Tensor input, String layer) {
        LayerRef ref = LayerRef.of(layer);
        List<List<ClassQuery>> classes = List.of(List.of(new ClassQuery.Rank(1)), List.of(new ClassQuery.Index(1)));
        PassRequest request =
                new PassRequest(Map.of("x", input), List.of(ref), ScoreKind.AUTO, classes, Cancellation.never());
        try (Pass pass = model.run(request)) {
            List<List<Cotangent>> cotangents = new ArrayList<>();
            for (int k = 0; k < 2; k++) {
                List<Cotangent> row = new ArrayList<>();
                for (int item = 0; item < input.shape().dim(0); item++) {
                    row.add(new Cotangent.OneHot(
                            k == 1 ? 1 : pass.scores().top(item, 1).get(0)));
                }
                cotangents.add(row);
            }
            Tensor gradient = pass.gradients(cotangents).get(ref);
            return gradient.toFloatArray();
        }
    }

    private Tensor sample(DataType type, long[] size) {
        int count = (int) Arrays.stream(size).reduce(1, Math::multiplyExact);
        if (type == DataType.INT64) {
            return Tensor.of(random.longs(count, 0, 10).toArray(), size);
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return Tensor.of(values, size);
    }

    private OnnxModel open() {
        return OnnxModel.open(ModelSource.of(file), ModelOptions.defaults());
    }

    private void writeConvolutions() throws IOException {
        input(DataType.FLOAT, -1L, 3L, -1L, -1L);
        node("Conv", "conv", List.of("x", weights("w1", 4, 3, 3, 3)), "pads", List.of(1L, 1L, 1L, 1L));
        node("Relu", "relu", List.of("conv"));
        node("MaxPool", "pooled", List.of("relu"), "kernel_shape", List.of(3L, 3L), "strides", List.of(2L, 2L));
        node(
                "Conv",
                "deep",
                List.of("pooled", weights("w2", 4, 1, 3, 3)),
                "group",
                4L,
                "strides",
                List.of(2L, 2L),
                "pads",
                List.of(1L, 1L, 1L, 1L));
        node("HardSwish", "swish", List.of("deep"));
        node(
                "AveragePool",
                "average",
                List.of("swish"),
                "kernel_shape",
                List.of(2L, 1L),
                "pads",
                List.of(1L, 0L, 0L, 0L));
        constants.add(TensorProto.ofFloats("scales", List.of(4L), 1, 1, 2, 1.5f));
        node("Resize", "large", List.of("average", "", "scales"), "mode", "linear");
        node("Mul", "squared", List.of("large", "large"));
        node("GlobalAveragePool", "mean", List.of("squared"));
        node("Flatten", "flat", List.of("mean"));
        node("Gemm", "y", List.of("flat", weights("w3", 4, 5)));
        write(17);
    }

    private void writeAttention() throws IOException {
        input(DataType.INT64, -1L, -1L);
        node("Gather", "embedded", List.of(weights("table", 10, 6), "x"));
        node("Shape", "shape", List.of("embedded"));
        constants.add(TensorProto.ofLongs("one", List.of(1L), 1));
        constants.add(TensorProto.ofLongs("two", List.of(1L), 2));
        constants.add(TensorProto.ofLongs("zero", List.of(1L), 0));
        node("Slice", "length", List.of("shape", "one", "two"));
        node("Slice", "positions", List.of(weights("places", 20, 6), "zero", "length"));
        node("Add", "placed", List.of("embedded", "positions"));
        node("Slice", "items", List.of("shape", "zero", "one"));
        constants.add(TensorProto.ofLongs("tail", List.of(2L), 1, 6));
        node("Concat", "tokenShape", List.of("items", "tail"), "axis", 0L);
        node("Expand", "token", List.of(weights("class", 1, 1, 6), "tokenShape"));
        node("Concat", "joined", List.of("token", "placed"), "axis", 1L);
        node("MatMul", "query", List.of("joined", weights("wq", 6, 6)));
        node("MatMul", "key", List.of("joined", weights("wk", 6, 6)));
        node("Transpose", "turned", List.of("key"), "perm", List.of(0L, 2L, 1L));
        node("MatMul", "products", List.of("query", "turned"));
        node("Softmax", "weights", List.of("products"), "axis", -1L);
        node("MatMul", "mixed", List.of("weights", "joined"));
        node("LayerNormalization", "normal", List.of("mixed", weights("scale", 6)));
        constants.add(TensorProto.ofLongs("first", List.of(), 0));
        node("Gather", "pick", List.of("normal", "first"), "axis", 1L);
        node("ReduceMean", "mean", List.of("normal"), "axes", List.of(1L), "keepdims", 0L);
        node("Add", "read", List.of("pick", "mean"));
        node("MatMul", "y", List.of("read", weights("head", 6, 3)));
        write(17);
    }

    private ValueInfoProto declared = ValueInfoProto.untyped("x");

    private void input(DataType type, Long... dims) {
        declared = ValueInfoProto.tensor("x", type, List.of(dims));
    }

    private String weights(String name, long... dims) {
        float[] values = new float[(int) Arrays.stream(dims).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        constants.add(TensorProto.ofFloats(name, Arrays.stream(dims).boxed().toList(), values));
        return name;
    }

    private void node(String operator, String output, List<String> inputs, Object... attributes) {
        Map<String, AttributeValue> map = new TreeMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            map.put(
                    (String) attributes[i],
                    value instanceof Long number
                            ? new AttributeValue.Int(number)
                            : value instanceof List<?> list
                                    ? new AttributeValue.Ints(
                                            list.stream().map(Long.class::cast).toList())
                                    : new AttributeValue.Text((String) value));
        }
        nodes.add(new NodeProto(output, "", operator, inputs, List.of(output), map, Map.of()));
    }

    private void write(long opset) throws IOException {
        List<ValueInfoProto> outputs = List.of(ValueInfoProto.untyped("y"));
        Files.write(file, new ModelPatch(nodes, constants, List.of(declared), outputs).toModel(8, Map.of("", opset)));
    }
}
