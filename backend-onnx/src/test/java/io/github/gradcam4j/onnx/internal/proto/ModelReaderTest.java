package io.github.gradcam4j.onnx.internal.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.ModelLoadException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelReaderTest {
    private static final Path BAD = Path.of(System.getProperty("fixtures.dir", "../fixtures"), "onnx", "bad");

    static byte[] sample() {
        NodeProto conv = new NodeProto(
                "conv",
                "",
                "Conv",
                List.of("x", "w"),
                List.of("y"),
                Map.of(
                        "pads", new AttributeValue.Ints(List.of(1L, 0L, 1L, 0L)),
                        "auto_pad", new AttributeValue.Text("NOTSET"),
                        "group", new AttributeValue.Int(1)),
                Map.of());
        NodeProto scale = new NodeProto(
                "scale",
                "",
                "LeakyRelu",
                List.of("y"),
                List.of("z"),
                Map.of("alpha", new AttributeValue.Real(0.25f)),
                Map.of());
        float[] weights = new float[12];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i - 5.5f;
        }
        return new ModelPatch(
                        List.of(conv, scale),
                        List.of(
                                TensorProto.ofFloats("w", List.of(2L, 1L, 3L, 2L), weights),
                                TensorProto.ofLongs("n", List.of(2L), -1, Long.MAX_VALUE)),
                        List.of(ValueInfoProto.tensor("x", DataType.FLOAT, List.of(-1L, 1L, 5L, 7L))),
                        List.of(ValueInfoProto.untyped("z")))
                .toModel(8, Map.of("", 13L));
    }

    private static ModelProto read(byte[] bytes) {
        return ModelReader.read(ByteBuffer.wrap(bytes));
    }

    @Test
    void what_is_written_is_read_again() {
        ModelProto model = read(sample());
        assertThat(model.irVersion()).isEqualTo(8);
        assertThat(model.opsets()).isEqualTo(Map.of("", 13L));
        NodeProto conv = model.graph().nodes().get(0);
        assertThat(conv.inputs()).containsExactly("x", "w");
        assertThat(conv.attributes().get("pads")).isEqualTo(new AttributeValue.Ints(List.of(1L, 0L, 1L, 0L)));
        assertThat(model.graph().nodes().get(1).attributes().get("alpha")).isEqualTo(new AttributeValue.Real(0.25f));
        TensorProto weights = model.graph().initializers().get(0);
        assertThat(weights.dims()).containsExactly(2L, 1L, 3L, 2L);
        assertThat(weights.content().getFloat(4)).isEqualTo(-4.5f);
        assertThat(model.graph().initializers().get(1).content().getLong(8)).isEqualTo(Long.MAX_VALUE);
        ValueInfoProto input = model.graph().inputs().get(0);
        assertThat(input.shape().orElseThrow())
                .extracting(ValueInfoProto.Dimension::size)
                .containsExactly(-1L, 1L, 5L, 7L);
    }

    @Test
    void a_patch_behind_a_model_is_merged_into_it() {
        NodeProto more = new NodeProto("more", "", "Relu", List.of("z"), List.of("r"), Map.of(), Map.of());
        byte[] patch =
                new ModelPatch(List.of(more), List.of(), List.of(), List.of(ValueInfoProto.untyped("r"))).toBytes(8);
        ModelProto merged = read(concat(sample(), patch));
        assertThat(merged.graph().nodes()).extracting(NodeProto::opType).containsExactly("Conv", "LeakyRelu", "Relu");
        assertThat(merged.graph().outputs()).extracting(ValueInfoProto::name).containsExactly("z", "r");
    }

    @Test
    void constants_are_nodes_in_files_that_would_list_them_as_inputs() {
        byte[] patch = new ModelPatch(
                        List.of(), List.of(TensorProto.ofLongs("c", List.of(1L), 7)), List.of(), List.of())
                .toBytes(3);
        GraphProto graph = read(concat(sample(), patch)).graph();
        assertThat(graph.nodes().get(2).opType()).isEqualTo("Constant");
        assertThat(graph.initializers()).hasSize(2);
    }

    @Test
    void constants_are_views_of_the_file() {
        byte[] bytes = sample();
        TensorProto weights = read(bytes).graph().initializers().get(0);
        float before = weights.content().getFloat(0);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
        }
        assertThat(weights.content().getFloat(0)).isNotEqualTo(before);
        assertThat(weights.content().isReadOnly()).isTrue();
    }

    @Test
    void numbers_in_typed_fields_are_read_packed_and_loose() {
        WireWriter tensor = new WireWriter();
        tensor.packedVarints(1, new long[] {3});
        tensor.varint(2, DataType.INT32.code());
        tensor.packedVarints(5, new long[] {1, -2, 300});
        assertThat(tensor(tensor).content().asIntBuffer()).isEqualTo(java.nio.IntBuffer.wrap(new int[] {1, -2, 300}));

        WireWriter loose = new WireWriter();
        loose.varint(1, 2);
        loose.varint(2, DataType.FLOAT.code());
        loose.fixed32(4, 1.5f);
        loose.fixed32(4, -2f);
        assertThat(tensor(loose).content().asFloatBuffer())
                .isEqualTo(java.nio.FloatBuffer.wrap(new float[] {1.5f, -2f}));

        WireWriter half = new WireWriter();
        half.varint(1, 2);
        half.varint(2, DataType.FLOAT16.code());
        half.packedVarints(5, new long[] {0x3C00, 0xC000});
        assertThat(tensor(half).content().getShort(2)).isEqualTo((short) 0xC000);
    }

    private static TensorProto tensor(WireWriter content) {
        return TensorReader.read(new WireReader(ByteBuffer.wrap(content.toByteArray())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "empty",
                "text",
                "garbage",
                "truncated",
                "truncated-length",
                "no-graph",
                "empty-graph",
                "nested",
                "dims-huge",
                "dims-overflow",
                "dims-negative",
                "data-short",
                "cyclic",
                "undefined-value",
                "duplicate-value"
            })
    void bad_files_are_refused_in_one_short_sentence(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(BAD.resolve(name + ".onnx"));
        assertThatThrownBy(() -> GraphOrder.sort(read(bytes).graph()))
                .isInstanceOf(ModelLoadException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void text_says_that_it_is_no_model() {
        assertThatThrownBy(() -> read("This is not a model at all.\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageStartingWith("not an ONNX model: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"external-parent", "external-absolute", "external-missing", "external-beyond-end"})
    void constants_outside_the_folder_are_refused(String name) throws IOException {
        ModelProto model = read(Files.readAllBytes(BAD.resolve(name + ".onnx")));
        assertThatThrownBy(() -> ExternalFiles.resolve(model, BAD)).isInstanceOf(ModelLoadException.class);
        assertThatThrownBy(() -> ExternalFiles.refuse(model))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("Open it from its path");
    }

    @Test
    void external_constants_inside_the_folder_are_found_but_not_through_a_link_that_leaves_it(
            @org.junit.jupiter.api.io.TempDir Path folder) throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        Path secret = Files.write(folder.resolve("secret.bin"), new byte[64]);
        Path weights = Files.write(models.resolve("weights.bin"), new byte[64]);
        assertThat(ExternalFiles.resolve(external("weights.bin", 16), models)).containsValue(weights.toRealPath());
        assertThatThrownBy(() -> ExternalFiles.resolve(external("weights.bin", 17), models))
                .hasMessageContaining("has 64 bytes, and the constant needs 68 bytes")
                .isInstanceOf(ModelLoadException.class);
        Files.createSymbolicLink(models.resolve("link.bin"), secret);
        assertThatThrownBy(() -> ExternalFiles.resolve(external("link.bin", 16), models))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("link.bin");
    }

    private static ModelProto external(String path, long count) {
        TensorProto tensor = new TensorProto(
                "w",
                DataType.FLOAT,
                List.of(count),
                ByteBuffer.allocate(0),
                Optional.of(new TensorProto.ExternalLocation(path, 0, -1)));
        GraphProto graph = new GraphProto("", List.of(), List.of(tensor), List.of(), List.of(), List.of());
        return new ModelProto(8, Map.of("", 13L), "", graph, List.of(), Map.of());
    }

    @Test
    void every_truncation_is_refused_or_read() {
        byte[] whole = sample();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = java.util.Arrays.copyOf(whole, length);
            try {
                GraphOrder.sort(read(part).graph());
            } catch (ModelLoadException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void flipped_bits_and_random_bytes_are_refused_or_read() {
        SplittableRandom random = new SplittableRandom(5);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = sample();
            if (round % 4 == 0) {
                random.nextBytes(bytes);
            } else {
                for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            try {
                GraphOrder.sort(read(bytes).graph());
            } catch (ModelLoadException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    @Test
    void a_file_of_countless_empty_objects_is_refused_before_it_fills_the_memory() {
        WireWriter model = new WireWriter();
        model.varint(1, 8);
        byte[] empties = new byte[6_000_000];
        for (int i = 0; i < empties.length; i += 2) {
            empties[i] = 5 << 3 | 2;
        }
        model.bytes(7, ByteBuffer.wrap(empties));
        assertThatThrownBy(() -> read(model.toByteArray()))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("objects");
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
