package io.github.gradcam4j.formatters.internal.json;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.formatters.internal.Options;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes an explanation with all its targets as JSON, UTF-8, fields always in the same order. The format is
 * {@value #SCHEMA}; its JSON Schema (draft 2020-12) is the resource {@code explanation.schema.json} of this package. Map
 * values read back as exactly the float32 they were. Has no options.
 */
@AutoService(ExplanationFormatter.class)
public final class JsonFormatter implements ExplanationFormatter {
    /** The name of the format, as the field {@code schema} tells it. */
    public static final String SCHEMA = "gradcam4j/explanation/1";

    /** Creates the formatter. */
    public JsonFormatter() {}

    @Override
    public String id() {
        return "json";
    }

    @Override
    public String extension() {
        return "json";
    }

    @Override
    public String description() {
        return "everything for programs: scores, raw maps, provenance (" + SCHEMA + ")";
    }

    @Override
    public boolean perTarget() {
        return false;
    }

    @Override
    public void write(Explanation explanation, FormatRequest request, OutputStream out) throws IOException {
        Options.none(id(), request);
        ExplanationJson.write(explanation, SCHEMA, out);
    }
}
