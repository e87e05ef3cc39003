package io.github.gradcam4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Recognition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are damaged, hostile, or something else: each is refused with a message, and none ends the process. */
class BadFilesTest {
    private static final Path BAD = Path.of(System.getProperty("fixtures.dir"), "tensorflow", "bad");
    /** What opens: it harms nothing, or shows when it is run. */
    private static final Set<String> OPEN =
            Set.of("other-signature", "no-signature", "training-keras3", "hard-link-cycle.h5", "not-finite.h5");

    static List<Map<String, Object>> files() throws IOException {
        return JSON.std.listFrom(Files.readString(BAD.resolve("cases.json"))).stream()
                .map(BadFilesTest::cast)
                .filter(file -> !OPEN.contains(file.get("file")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void is_refused_with_a_message_that_says_what_to_do(Map<String, Object> file) {
        ModelSource source = ModelSource.of(BAD.resolve((String) file.get("file")));
        assertThatThrownBy(() -> {
                    try (GradientModel model = new TensorFlowBackend().open(source, ModelOptions.defaults())) {
                        model.signature();
                    }
                })
                .as("%s", file)
                .isInstanceOf(GradCamException.class)
                .hasMessageContaining(source.name())
                .hasMessageMatching("(?s).*(\\. |\\n)[A-Z].*");
    }

    @ParameterizedTest
    @MethodSource("files")
    void is_judged_without_an_exception(Map<String, Object> file) {
        ModelSource source = ModelSource.of(BAD.resolve((String) file.get("file")));
        Recognition recognition = new TensorFlowBackend().recognise(source);
        if (recognition instanceof Recognition.Refused refused) {
            assertThat(refused.reason()).isNotBlank();
            assertThat(refused.remedy()).isNotBlank();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object value) {
        return (Map<String, Object>) value;
    }
}
