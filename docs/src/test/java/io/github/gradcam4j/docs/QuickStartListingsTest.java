package io.github.gradcam4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Labels;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.PicturePreprocessing;
import io.github.gradcam4j.input.PicturePreprocessing.Resize;
import io.github.gradcam4j.input.Rectangle;
import io.github.gradcam4j.inputs.Pictures;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings of README.md and docs/guide.md. Each region is copied into a page; the whole runs as a test. */
class QuickStartListingsTest {
    @TempDir
    Path folder;

    private Path model;
    private Path photo;

    @BeforeEach
    void prepareFiles() throws Exception {
        model = folder.resolve("efficientnet-lite0.onnx");
        Path repository = Path.of(System.getProperty("repository.dir"));
        Path resources = repository.resolve("models/src/main/resources/io/github/gradcam4j/models");
        for (String name : List.of(
                "efficientnet-lite0.onnx", "efficientnet-lite0.gradcam.json", "efficientnet-lite0.labels.txt")) {
            Files.copy(resources.resolve(name), folder.resolve(name));
        }
        photo = repository.resolve("docs/images/chelsea.jpg");
    }

    @Test
    void three_lines() {
        Path out = folder.resolve("why.png");
        // region three-lines
        try (Explainer explainer = Explainer.open(model)) {
            Explanation why = explainer.explain(photo);
            why.save(out);
        }
        // endregion
        assertThat(out).isNotEmptyFile();
    }

    @Test
    void read_an_explanation() {
        // region read
        try (Explainer explainer = Explainer.open(model)) {
            Explanation why = explainer.explain(photo);
            TargetExplanation answer = why.first();
            System.out.printf(
                    "%s: score %.2f, probability %.2f%n",
                    answer.title(), answer.score(), answer.probability().orElse(Double.NaN));
            float[] map = answer.heatmap().values(); // raw, unscaled, one value for each cell
            Rectangle cell = why.geometry()
                    .orElseThrow()
                    .cell(3, 2, answer.heatmap().height(), answer.heatmap().width());
            System.out.println("cell (3, 2) is " + map[3 * answer.heatmap().width() + 2] + " and covers " + cell);
        }
        // endregion
    }

    @Test
    void ask_several_questions() {
        // region request
        try (Explainer explainer = Explainer.open(model)) {
            List<Explanation> all = explainer.explain(ExplainRequest.about(explainer.read(photo))
                    .target("top:3")
                    .target("class:tabby")
                    .layer("auto")
                    .layer("blocks.10")
                    .method("hires-cam")
                    .relu(false)
                    .build());
            for (Explanation why : all) {
                why.targets()
                        .forEach(answer ->
                                System.out.println(why.layer().ref() + " " + answer.target() + " " + answer.heatmap()));
            }
        }
        // endregion
    }

    @Test
    void many_pictures() throws Exception {
        List<Path> photos = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            photos.add(Files.copy(photo, folder.resolve("photo" + i + ".jpg")));
        }
        // region many
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try (Explainer explainer =
                Explainer.open(model, ExplainerOptions.defaults().withThreads(1))) {
            List<Future<?>> all = new ArrayList<>();
            for (Path file : photos) {
                Path out = folder.resolve(file.getFileName() + ".png");
                all.add(threads.submit(() -> explainer.explain(file).save(out)));
            }
            for (Future<?> one : all) {
                one.get(); // throws what this picture failed with
            }
        } finally {
            threads.shutdown();
        }
        // endregion
        for (Path file : photos) {
            assertThat(folder.resolve(file.getFileName() + ".png")).isNotEmptyFile();
        }
    }

    @Test
    void any_picture_in_memory() {
        BufferedImage image = new BufferedImage(320, 200, BufferedImage.TYPE_INT_RGB);
        // region memory
        Picture picture = Pictures.of(image, "frame 17");
        try (Explainer explainer = Explainer.open(model)) {
            Explanation why = explainer.explain(picture);
            System.out.println(why.ranking());
        }
        // endregion
    }

    @Test
    void options() {
        // region options
        ExplainerOptions options = ExplainerOptions.defaults()
                .withThreads(2)
                .withPreprocessing(PicturePreprocessing.named("torch").withResize(Resize.CROP))
                .withLabels(new Labels(List.of("cat", "dog")));
        try (Explainer explainer = Explainer.open(model, options)) {
            System.out.println(explainer.defaultLayer());
        }
        // endregion
    }
}
