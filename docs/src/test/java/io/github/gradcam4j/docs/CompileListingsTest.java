package io.github.gradcam4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.CompileRequest;
import io.github.gradcam4j.CompiledModel;
import io.github.gradcam4j.Explainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listing of docs/compile.md. */
class CompileListingsTest {
    @TempDir
    Path folder;

    @Test
    void compile() throws Exception {
        Path resources = Path.of(System.getProperty("repository.dir"))
                .resolve("models/src/main/resources/io/github/gradcam4j/models");
        for (String name : List.of(
                "efficientnet-lite0.onnx", "efficientnet-lite0.gradcam.json", "efficientnet-lite0.labels.txt")) {
            Files.copy(resources.resolve(name), folder.resolve(name));
        }
        Path model = folder.resolve("efficientnet-lite0.onnx");
        Path file = folder.resolve("explained.onnx");
        // region compile
        try (Explainer explainer = Explainer.open(model)) {
            CompiledModel compiled = explainer.compile(
                    CompileRequest.defaults()
                            .withTargets("class:285", "class:tabby")
                            .withMethod("hires-cam"),
                    file);
            System.out.println(compiled.saliency() + " " + compiled.saliencyShape());
        }
        // endregion
        try (Explainer explainer = Explainer.open(file)) {
            assertThat(explainer.signature().outputs())
                    .extracting(Object::toString)
                    .anyMatch(output -> output.contains("saliency") && output.contains("2, 7, 7"));
        }
    }
}
