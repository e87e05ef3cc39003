package io.github.gradcam4j.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.PicturePreprocessing;
import io.github.gradcam4j.inputs.internal.prepare.PicturePreparer;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.PreparedInput;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PillowTest {
    private static final Path REPOSITORY = Path.of(System.getProperty("repository.dir"));

    @ParameterizedTest
    @ValueSource(strings = {"chelsea", "coffee"})
    void photographs_become_the_very_pixels_that_the_bundled_model_was_checked_with(String name) {
        Picture photograph = Pictures.read(REPOSITORY.resolve("docs/images/" + name + ".jpg"));
        Tensor expected = Npy.read(REPOSITORY.resolve("models/src/test/resources/golden/" + name + ".pixels.npy"));
        ModelSignature signature =
                new ModelSignature(List.of(new TensorSpec("x", DType.UINT8, Shape.of(-1, 224, 224, 3))), List.of());
        PreparedInput prepared = new PicturePreparer()
                .prepare(
                        photograph,
                        signature,
                        ModelProfile.unknown().withPreprocessing(PicturePreprocessing.named("raw")));
        Tensor actual = prepared.tensors().get("x");
        assertThat(actual.layout()).isEqualTo(Layout.NHWC);
        assertThat(actual.bytes()).isEqualTo(expected.bytes());
    }
}
