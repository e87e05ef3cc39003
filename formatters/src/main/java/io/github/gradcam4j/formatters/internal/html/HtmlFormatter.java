package io.github.gradcam4j.formatters.internal.html;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes one page for an explanation: pictures embedded, documents with coloured words, no script, nothing loaded from
 * elsewhere. Pictures are shown with at most 1024 pixels along the longer edge.
 *
 * <p>Options: {@code show} (parts in the order they shall have, of {@code notes}, {@code method}, {@code description},
 * {@code targets}, {@code ranking}, {@code facts}; or {@code info}, {@code weights}, {@code all}), {@code include_styles}
 * ({@code false}: a fragment for another page), {@code horizontal_layout} ({@code false}: targets one below the other), and
 * for texts {@code top} (words of each side in the tables, 10), {@code force_weights} ({@code false}: no tables beside the
 * coloured documents), {@code highlight_spaces} ({@code auto}, {@code true}, {@code false}), {@code preserve_density}
 * ({@code true}: a word's weight is divided among its characters); for pictures those of format {@code png}.
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
        return "one self-contained page: pictures or coloured words, scores, provenance";
    }

    @Override
    public boolean perTarget() {
        return false;
    }

    @Override
    public void write(Explanation explanation, FormatRequest request, OutputStream out) throws IOException {
        out.write(Page.of(explanation, request.options()).getBytes(StandardCharsets.UTF_8));
    }
}
