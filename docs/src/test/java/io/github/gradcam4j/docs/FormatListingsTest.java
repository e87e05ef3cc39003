package io.github.gradcam4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.formatters.CharacterWeights;
import io.github.gradcam4j.formatters.HeatmapPictures;
import io.github.gradcam4j.formatters.Report;
import io.github.gradcam4j.formatters.Resampling;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.Token;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings of docs/formats.md. */
class FormatListingsTest {
    @TempDir
    private Path folder;

    private static Path photo(String name) {
        return Path.of(System.getProperty("repository.dir"), "docs/images", name);
    }

    @Test
    void a_report() throws Exception {
        Path file = folder.resolve("report.html");
        List<Path> inputs = List.of(photo("chelsea.jpg"), photo("coffee.jpg"));
        // region report
        try (Explainer explainer = Explainer.openBundled(ExplainerOptions.defaults());
                Report report = Report.to(file, "What the network looks at", Map.of("show", "notes,targets"))) {
            for (Path input : inputs) {
                report.add(explainer.explain(input));
            }
            report.finish();
        }
        // endregion
        assertThat(Files.readString(file)).contains("chelsea.jpg", "coffee.jpg", "href=\"#e2\"");
    }

    @Test
    void an_overlay_step_by_step() {
        try (Explainer explainer = Explainer.openBundled(ExplainerOptions.defaults())) {
            Explanation why = explainer.explain(photo("chelsea.jpg"));
            // region overlay
            Heatmap heat = HeatmapPictures.normalised(why.first().heatmap());
            Picture overlay = HeatmapPictures.overlay(
                    heat, (Picture) why.input(), Resampling.LANCZOS, HeatmapPictures.colourMap("viridis"), 0.65);
            // endregion
            assertThat(overlay.width()).isEqualTo(((Picture) why.input()).width());
        }
    }

    @Test
    void weights_of_characters() {
        String text = "so good";
        List<TokenWeight> tokens =
                List.of(new TokenWeight(Token.of("so", 0, 2, 0), 0.25f), new TokenWeight(Token.of("good", 3, 7, 1), 1));
        StringBuilder told = new StringBuilder();
        // region characters
        CharacterWeights weights = CharacterWeights.of(text, tokens, false);
        for (CharacterWeights.Run run : weights.runs()) {
            told.append(text, run.start(), run.end())
                    .append('=')
                    .append(run.weight())
                    .append(';');
        }
        // endregion
        assertThat(told).hasToString("so=0.25; =0.0;good=1.0;");
    }
}
