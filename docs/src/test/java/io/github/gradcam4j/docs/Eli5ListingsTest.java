package io.github.gradcam4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.formatters.HeatmapPictures;
import io.github.gradcam4j.formatters.Resampling;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.spi.ModelProvider.Kind;
import io.github.gradcam4j.spi.ScoreKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings of docs/eli5.md. Each region is copied into the page; the whole runs as a test. */
class Eli5ListingsTest {
    @TempDir
    Path folder;

    private final Path photo = Path.of(System.getProperty("repository.dir"), "docs/images/chelsea.jpg");

    @Test
    void texts_as_eli5_explains_them() {
        // region text
        try (Explainer explainer = Explainer.openBundled(Kind.TEXT, ExplainerOptions.defaults())) {
            Explanation why = explainer
                    .explain(ExplainRequest.about(Document.of("A wonderful film."))
                            .method("grad-cam-l2")
                            .scores(ScoreKind.OUTPUT)
                            .build())
                    .get(0);
            System.out.println(why.first().score() + " " + why.first().tokens());
        }
        // endregion
    }

    @Test
    void pictures_as_eli5_draws_them() {
        Path out = folder.resolve("overlay.png");
        // region picture
        try (Explainer explainer = Explainer.openBundled(ExplainerOptions.defaults())) {
            Picture picture = (Picture) explainer.read(photo);
            Explanation why = explainer
                    .explain(ExplainRequest.about(picture)
                            .scores(ScoreKind.OUTPUT)
                            .build())
                    .get(0);
            Heatmap heat = HeatmapPictures.normalised(why.first().heatmap());
            Picture overlay = HeatmapPictures.overlay(
                    heat, picture, Resampling.LANCZOS, HeatmapPictures.colourMap("viridis"), 0.65);
            HeatmapPictures.save(overlay, out);
        }
        // endregion
        assertThat(out).isNotEmptyFile();
    }
}
