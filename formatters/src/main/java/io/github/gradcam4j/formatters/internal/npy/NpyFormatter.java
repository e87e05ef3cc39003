package io.github.gradcam4j.formatters.internal.npy;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.formatters.NpyWriter;
import io.github.gradcam4j.formatters.internal.Options;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import java.io.IOException;
import java.io.OutputStream;

/** Writes the raw map of a target for NumPy: float32, low resolution, unscaled. Has no options. */
@AutoService(ExplanationFormatter.class)
public final class NpyFormatter implements ExplanationFormatter {
    /** Creates the formatter. */
    public NpyFormatter() {}

    @Override
    public String id() {
        return "npy";
    }

    @Override
    public String extension() {
        return "npy";
    }

    @Override
    public String description() {
        return "the raw map as a NumPy array: float32, low resolution, unscaled";
    }

    @Override
    public boolean perTarget() {
        return true;
    }

    @Override
    public void write(Explanation explanation, FormatRequest request, OutputStream out) throws IOException {
        Options.none(id(), request);
        NpyWriter.write(explanation.targets().get(request.target()).heatmap(), out);
    }
}
