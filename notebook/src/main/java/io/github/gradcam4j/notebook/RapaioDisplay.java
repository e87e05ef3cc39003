package io.github.gradcam4j.notebook;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.Explanation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;
import org.rapaio.jupyter.kernel.display.DisplayTransformer;
import org.rapaio.jupyter.kernel.display.MimeType;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;

/** Teaches rapaio-jupyter-kernel to show explanations. The kernel finds it. */
@AutoService(DisplayProvider.class)
public final class RapaioDisplay implements DisplayProvider {
    /** Creates the provider. */
    public RapaioDisplay() {}

    @Override
    public List<DisplayRenderer> getDisplayRenderers() {
        return List.of(new Explanations());
    }

    @Override
    public List<DisplayTransformer> getDisplayTransformers() {
        return List.of();
    }

    private static final class Explanations implements DisplayRenderer {
        @Override
        public Class<?> rendererClass() {
            return Explanation.class;
        }

        @Override
        public boolean canRender(@Nullable String mimeType) {
            return mimeType == null || isText(mimeType) || MimeType.HTML.equals(MimeType.from(mimeType, "html"));
        }

        /** Without a type, the richest that there is. */
        @Override
        public DisplayData render(@Nullable String mimeType, Object object) {
            Explanation explanation = (Explanation) object;
            if (isText(mimeType)) {
                return DisplayData.fromText(ExplanationOutput.text(explanation));
            }
            DisplayData data = DisplayData.fromHtml(ExplanationOutput.html(explanation));
            data.putText(ExplanationOutput.text(explanation));
            return data;
        }

        private static boolean isText(@Nullable String mimeType) {
            return mimeType != null && MimeType.TEXT.equals(MimeType.from(mimeType, "html"));
        }
    }
}
