package io.github.gradcam4j.formatters.internal.text;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.formatters.internal.Options;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Writes the summary that the command line prints, as plain UTF-8 text; for texts with a table of the strongest words.
 * Option: {@code top} (words of each side in the table, 20; {@code all}).
 */
@AutoService(ExplanationFormatter.class)
public final class TextFormatter implements ExplanationFormatter {
    @Override
    public String id() {
        return "txt";
    }

    @Override
    public String extension() {
        return "txt";
    }

    @Override
    public String description() {
        return "the summary that the terminal shows, for texts with a table of words and weights";
    }

    @Override
    public boolean perTarget() {
        return false;
    }

    @Override
    public void write(Explanation explanation, FormatRequest request, OutputStream out) throws IOException {
        int top = new Options(id(), request.options(), Set.of("top")).count("top", 20);
        out.write(new Summary(false, top).of(explanation).getBytes(StandardCharsets.UTF_8));
    }
}
