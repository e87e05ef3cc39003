package io.github.gradcam4j.formatters.internal.picture;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws the picture and the maps of all targets over it side by side, in one PNG file. Options are those of
 * {@link PngFormatter}.
 */
@AutoService(ExplanationFormatter.class)
public final class PanelsFormatter implements ExplanationFormatter {
    /** Creates the formatter. */
    public PanelsFormatter() {}

    @Override
    public String id() {
        return "panels";
    }

    @Override
    public String extension() {
        return "panels.png";
    }

    @Override
    public String description() {
        return "the picture and the maps of all targets side by side, as PNG";
    }

    @Override
    public boolean perTarget() {
        return false;
    }

    @Override
    public boolean accepts(Explanation explanation) {
        return Drawing.isPossible(explanation);
    }

    @Override
    public void write(Explanation explanation, FormatRequest request, OutputStream out) throws IOException {
        if (!accepts(explanation)) {
            throw Drawing.impossible(explanation);
        }
        PictureOptions options = PictureOptions.of(id(), request.options());
        List<Raster> pictures = new ArrayList<>();
        Drawing.photograph(explanation).ifPresent(pictures::add);
        for (int i = 0; i < explanation.targets().size(); i++) {
            pictures.add(Drawing.of(explanation, i, options));
        }
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("Software", "gradcam4j " + explanation.provenance().library());
        notes.put("Title", explanation.input().source().name());
        PngEncoder.write(new Panels(pictures), notes, out);
    }
}
