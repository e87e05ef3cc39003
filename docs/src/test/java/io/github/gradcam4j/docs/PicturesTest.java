package io.github.gradcam4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pictures on the pages are what the code makes. With {@code -Ddocs.pictures=write} they are written anew. */
class PicturesTest {
    private static final Path IMAGES = Path.of(System.getProperty("repository.dir"), "docs/images");
    private static final int GREY_LEVELS = 3;

    @ParameterizedTest
    @CsvSource({
        "chelsea.jpg, top, grad-cam, auto, true, chelsea.class285.png",
        "coffee.jpg, class:espresso, grad-cam, auto, true, coffee.class967.png",
        "chelsea.jpg, top, hires-cam, blocks.10, false, chelsea.class285.blocks-10.signed.png"
    })
    void a_picture_on_a_page_is_what_the_code_makes(
            String photo, String target, String method, String layer, boolean relu, String picture) throws IOException {
        byte[] made = overlay(photo, target, method, layer, relu);
        if ("write".equals(System.getProperty("docs.pictures"))) {
            Files.write(IMAGES.resolve(picture), made);
        }
        BufferedImage actual = ImageIO.read(new ByteArrayInputStream(made));
        BufferedImage expected = ImageIO.read(IMAGES.resolve(picture).toFile());
        assertThat(actual.getWidth()).isEqualTo(expected.getWidth());
        assertThat(actual.getHeight()).isEqualTo(expected.getHeight());
        assertThat(largestDifference(actual, expected)).isLessThanOrEqualTo(GREY_LEVELS);
    }

    private static byte[] overlay(String photo, String target, String method, String layer, boolean relu)
            throws IOException {
        Platform platform = Platform.discover();
        ExplanationFormatter png = platform.formatters().require("png");
        try (Explainer explainer = Explainer.openBundled(ExplainerOptions.defaults())) {
            Explanation why = explainer
                    .explain(ExplainRequest.about(explainer.read(IMAGES.resolve(photo)))
                            .target(target)
                            .method(method)
                            .layer(layer)
                            .relu(relu)
                            .build())
                    .get(0);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            png.write(why, FormatRequest.of(0), out);
            return out.toByteArray();
        }
    }

    private static int largestDifference(BufferedImage a, BufferedImage b) {
        int largest = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = (a.getRGB(x, y) >> shift & 0xff) - (b.getRGB(x, y) >> shift & 0xff);
                    largest = Math.max(largest, Math.abs(difference));
                }
            }
        }
        return largest;
    }
}
