package io.github.gradcam4j.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PicturesTest {
    static List<Path> pictures() {
        return Fixtures.pictures();
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void every_kind_of_picture_has_the_pixels_that_pillow_sees(Path file) {
        Picture picture = Pictures.read(file);
        Tensor recorded = Npy.read(Fixtures.recorded(file));
        assertThat(Shape.of(picture.height(), picture.width(), 4)).isEqualTo(recorded.shape());
        int[] expected = Fixtures.values(recorded);
        int[] actual = Fixtures.rgba(picture);
        if (file.getFileName().toString().equals("lossy.webp")) {
            // half the resolution of the colours may be brought to the full one in many ways; brightness has one value
            expected = luma(expected);
            actual = luma(actual);
        }
        int largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i] - actual[i]));
        }
        assertThat(largest).as("largest deviation of %s", file.getFileName()).isLessThanOrEqualTo(tolerance(file));
    }

    /** Lossless files and JPEG without inks are exact. */
    private static int tolerance(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("lossy") ? 5 : name.startsWith("profile-") || name.startsWith("cmyk") ? 2 : 0;
    }

    private static int[] luma(int[] rgba) {
        int[] luma = new int[rgba.length / 4];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = (299 * rgba[4 * i] + 587 * rgba[4 * i + 1] + 114 * rgba[4 * i + 2] + 500) / 1000;
        }
        return luma;
    }

    @Test
    void there_are_fixtures_of_every_format() {
        assertThat(pictures())
                .extracting(file -> file.toString().replaceAll(".*\\.", ""))
                .contains("jpg", "png", "gif", "bmp", "webp", "tif");
        assertThat(pictures()).hasSizeGreaterThan(40);
    }

    @Test
    void a_picture_knows_its_name_its_file_and_its_hash() {
        Path file = Fixtures.FOLDER.resolve("pictures/rgb.png");
        Picture fromFile = Pictures.read(file);
        assertThat(fromFile.source().name()).isEqualTo("rgb.png");
        assertThat(fromFile.source().file()).contains(file);
        Picture fromStream = Pictures.read(new ByteArrayInputStream(Fixtures.bytes("pictures/rgb.png")), "stdin");
        assertThat(fromStream.source().name()).isEqualTo("stdin");
        assertThat(fromStream.source().sha256()).isEqualTo(fromFile.source().sha256());
        assertThat(fromStream.argb()).isEqualTo(fromFile.argb());
    }

    @ParameterizedTest
    @CsvSource({
        "claims-60000.png, 60000 x 60000 pixels",
        "claims-65535.jpg, 65535 x 65535 pixels",
        "claims-0.png, 0 x 5 pixels",
        "too-few-rows.png, damaged"
    })
    void headers_that_lie_are_refused(String name, String reason) {
        assertThatThrownBy(() -> Pictures.read(Fixtures.FOLDER.resolve("pictures/" + name)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'" + name + "'")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "'<!DOCTYPE html><p>not found', web page",
        "'<svg xmlns=\"x\"/>', SVG",
        "'hello', text",
        "'%PDF-1.7', PDF",
        "'....ftypheic', HEIC",
        "'PK\u0003\u0004', archive"
    })
    void what_is_no_picture_is_called_by_its_name(String content, String name) {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Pictures.read(bytes, "photo.jpg"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'photo.jpg'")
                .hasMessageContaining(name);
    }

    @Test
    void missing_and_empty_files_are_refused() {
        assertThatThrownBy(() -> Pictures.read(Path.of("nowhere.jpg")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nowhere.jpg");
        assertThatThrownBy(() -> Pictures.read(new byte[0], "nothing.png"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'nothing.png' is empty");
    }

    @Test
    void images_of_any_type_keep_their_colours() {
        int[] colours = {0xff0000ff, 0xff00ff00, 0xffff0000, 0xff102030, 0xffffffff, 0xff000000};
        for (int type : new int[] {
            BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_BGR, BufferedImage.TYPE_3BYTE_BGR,
            BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_4BYTE_ABGR, BufferedImage.TYPE_INT_ARGB_PRE
        }) {
            BufferedImage image = new BufferedImage(3, 2, type);
            image.setRGB(0, 0, 3, 2, colours, 0, 3);
            assertThat(Pictures.of(image, "image").argb()).as("type %d", type).isEqualTo(colours);
        }
        BufferedImage part = new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB);
        part.setRGB(2, 1, 3, 2, colours, 0, 3);
        assertThat(Pictures.of(part.getSubimage(2, 1, 3, 2), "part").argb()).isEqualTo(colours);
        BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(0, 0, 0, 100);
        assertThat(Pictures.of(grey, "grey").argb()).containsExactly(0xff646464);
    }
}
