package io.github.gradcam4j.onnx.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.onnx.OnnxBackend;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.GradientModel;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where only means of channels are wanted, gradients may be means; nowhere else. */
class ChannelMeansTest {
    private static final LayerRef LAYER = LayerRef.of("relu");
    private static final float[] PICTURE = {1, 2, 8, 7, 4, 3, 5, 6};
    /** Of the sum of the squares of the maxima, 4 and 8. */
    private static final float[] GRADIENT = {0, 0, 16, 0, 8, 0, 0, 0};

    @TempDir
    private Path folder;

    private GradientModel model;

    @BeforeEach
    void open() throws IOException {
        Path file = folder.resolve("pooled.onnx");
        Files.write(file, file());
        model = new OnnxBackend().open(ModelSource.of(file), ModelOptions.defaults());
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void means_stand_for_gradients_where_they_are_all_that_is_summed() {
        try (Pass pass = model.run(request(Optional.of(CamKernel.Weighting.CHANNEL_MEAN)))) {
            Tensor gradient = gradient(pass, 0);
            assertThat(gradient.stored().toFloatArray()).containsExactly(3);
            assertThat(gradient.toFloatArray()).containsOnly(3).hasSize(PICTURE.length);
        }
    }

    @Test
    void gradients_of_other_sums_and_of_none_are_whole() {
        for (Optional<CamKernel.Weighting> sums : List.of(
                Optional.of(CamKernel.Weighting.CHANNEL_MEAN),
                Optional.<CamKernel.Weighting>empty(),
                Optional.of(CamKernel.Weighting.CHANNEL_MEAN),
                Optional.of(CamKernel.Weighting.ELEMENTWISE))) {
            try (Pass pass = model.run(request(sums))) {
                float[] gradient = gradient(pass, 0).toFloatArray();
                if (sums.equals(Optional.of(CamKernel.Weighting.CHANNEL_MEAN))) {
                    assertThat(gradient).containsOnly(3);
                } else {
                    assertThat(gradient).containsExactly(GRADIENT);
                }
            }
        }
    }

    @Test
    void gradients_of_another_class_are_whole() {
        try (Pass pass = model.run(request(Optional.of(CamKernel.Weighting.CHANNEL_MEAN)))) {
            assertThat(gradient(pass, 1).toFloatArray()).containsExactly(0, 0, 0, 0, 8, 0, 0, 0);
        }
    }

    private static Tensor gradient(Pass pass, int index) {
        Tensor gradient =
                pass.gradients(List.of(List.of(new Cotangent.OneHot(index)))).get(LAYER);
        assertThat(gradient).isNotNull();
        return gradient;
    }

    private static PassRequest request(Optional<CamKernel.Weighting> sums) {
        return new PassRequest(
                Map.of("x", Tensor.of(PICTURE, 1, 1, 2, 4)),
                List.of(LAYER),
                ScoreKind.AUTO,
                List.of(List.of(new ClassQuery.Rank(1))),
                sums,
                Cancellation.never());
    }

    /** Squares of the maxima of four cells each; score 0 is the sum of both, score 1 the first. */
    private static byte[] file() {
        AttributeValue two = new AttributeValue.Ints(List.of(2L, 2L));
        List<NodeProto> nodes = List.of(
                node("Relu", "relu", Map.of(), "x"),
                node("MaxPool", "pooled", Map.of("kernel_shape", two, "strides", two), "relu"),
                node("Mul", "squares", Map.of(), "pooled", "pooled"),
                node("Flatten", "flat", Map.of(), "squares"),
                node("MatMul", "y", Map.of(), "flat", "classes"));
        return new ModelPatch(
                        nodes,
                        List.of(TensorProto.ofFloats("classes", List.of(2L, 2L), 1, 1, 1, 0)),
                        List.of(ValueInfoProto.tensor("x", DataType.FLOAT, List.of(1L, 1L, 2L, 4L))),
                        List.of(ValueInfoProto.tensor("y", DataType.FLOAT, List.of(1L, 2L))))
                .toModel(8, Map.of("", 17L));
    }

    private static NodeProto node(
            String operator, String output, Map<String, AttributeValue> attributes, String... inputs) {
        return new NodeProto("", "", operator, List.of(inputs), List.of(output), attributes, Map.of());
    }
}
