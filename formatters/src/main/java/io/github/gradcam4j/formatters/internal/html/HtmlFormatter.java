package io.github.gradcam4j.formatters.internal.html;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.formatters.internal.Options;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes one page for an explanation: pictures embedded, no script, nothing loaded from elsewhere. Pictures are shown with
 * at most 1024 pixels along the longer edge. Has no options.
 */
@AutoService(ExplanationFormatter.class)
public final class HtmlFormatter implements ExplanationFormatter {
    @Override
    public String id() {
        return "html";
    }

    @Override
    public String extension() {
        return "html";
    }

    @Override
    public String description() {
        return "one self-contained page: pictures, scores, provenance";
    }

    @Override
    public boolean perTarget() {
        return false;
    }

    @Override
    public void write(Explanation explanation, FormatRequest request, OutputStream out) throws IOException {
        Options.none(id(), request);
        out.write(new Page(explanation).html().getBytes(StandardCharsets.UTF_8));
    }
}
