package io.github.gradcam4j.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.Provenance;
import io.github.gradcam4j.Status;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.TokenizedText;
import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.rapaio.jupyter.kernel.display.DisplaySystem;

/** The kernels' own renderers show explanations. */
class NotebookTest {
    private static Explanation review() {
        TokenizedText text = TokenizedText.joined(List.of("a", "<good>", "film"));
        float[] weights = {0, 1, -0.5f};
        return new Explanation(
                Document.of(text.text()),
                0,
                1,
                Shape.of(1, 3),
                new LayerInfo(
                        LayerRef.of("conv"),
                        List.of(),
                        "Conv",
                        DType.FLOAT32,
                        Shape.of(1, 8, 3),
                        Layout.NCT,
                        true,
                        Optional.empty()),
                List.of(new TargetExplanation(
                        "class:1",
                        OptionalInt.of(1),
                        Optional.of("positive"),
                        2,
                        OptionalDouble.empty(),
                        Status.OK,
                        new Heatmap(Shape.of(3), weights),
                        List.of(
                                new TokenWeight(text.tokens().get(0), weights[0]),
                                new TokenWeight(text.tokens().get(1), weights[1]),
                                new TokenWeight(text.tokens().get(2), weights[2])))),
                List.of(),
                Optional.empty(),
                Optional.of(text),
                List.of("tokens were assumed"),
                new Provenance(
                        "0.1.0",
                        "net.onnx",
                        Optional.empty(),
                        "onnx",
                        "1",
                        "cpu",
                        "cpu",
                        "grad-cam",
                        false,
                        false,
                        new ScoreInfo("logits", ScoreKind.LOGITS, Activation.NONE, false, Shape.of(1, 2)),
                        "none",
                        new Provenance.Timing(1, 1, 1)),
                Optional.empty());
    }

    private static void assertShown(String html) {
        assertThat(html)
                .contains(
                        "<style>", "class=\"gradcam4j\"", "title=\"+1.000\">&lt;good&gt;</span>", "tokens were assumed")
                .doesNotContain("<good>", "<script", "<dl>", "<table");
    }

    @Test
    void jjava_renders_html_and_text() {
        Renderer renderer = new Renderer();
        JJavaExtension.register(renderer);
        DisplayData shown = renderer.render(review());
        assertShown(String.valueOf(shown.getData(MIMEType.TEXT_HTML)));
        assertThat(String.valueOf(renderer.renderAs(review(), "text/plain").getData(MIMEType.TEXT_PLAIN)))
                .contains("+1.000  <good>")
                .doesNotContain("\033");
        assertThat(ServiceLoader.load(Extension.class)).anyMatch(JJavaExtension.class::isInstance);
    }

    @Test
    void rapaio_renders_html_and_text() {
        assertShown(String.valueOf(
                DisplaySystem.inst().render("html", review()).data().get("text/html")));
        assertShown(String.valueOf(
                DisplaySystem.inst().render("text/html", review()).data().get("text/html")));
        assertShown(String.valueOf(DisplaySystem.inst().render(review()).data().get("text/html")));
        assertThat(String.valueOf(
                        DisplaySystem.inst().render("text", review()).data().get("text/plain")))
                .contains("+1.000  <good>");
    }

    @Test
    void options_are_those_of_the_html_format() {
        assertThat(ExplanationOutput.html(review(), Map.of("show", "all", "force_weights", "true")))
                .contains("<dl>", "<table");
        assertThatThrownBy(() -> ExplanationOutput.html(review(), Map.of("colour", "red")))
                .hasMessageContaining("'colour'");
    }
}
