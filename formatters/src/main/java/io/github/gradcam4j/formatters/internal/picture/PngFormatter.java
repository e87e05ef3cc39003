package io.github.gradcam4j.formatters.internal.picture;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Draws the map of a target over the original picture, at the picture's own size; for tensors, the map by itself at the
 * size of the network's input. A value is divided by the largest of its map (never stretched from the smallest), and the
 * stronger the evidence, the more colour: where there is none, the photograph is untouched. With {@code relu} off, colours
 * have two sides, for and against.
 *
 * <p>Options: {@code style} ({@code smooth}, or {@code eli5} for what ELI5's image formatter draws, pixel by pixel where the
 * network saw the whole picture), {@code filter} ({@code bilinear}, {@code nearest}, {@code bicubic}, {@code lanczos},
 * {@code box}, {@code hamming}), {@code colours} ({@code inferno}, {@code magma}, {@code plasma}, {@code viridis}, {@code
 * cividis}, {@code jet}, {@code hot}, {@code gray}, {@code binary}, {@code balance}, {@code coolwarm}, {@code RdYlGn}),
 * {@code alpha} (how much the strongest colour covers, 0 to 1), {@code scale} ({@code own}, or {@code shared} by all targets
 * of the explanation), {@code bar} ({@code true} adds a colour bar with units below), {@code border} ({@code false} leaves
 * out the line around what the network saw).
 */
@AutoService(ExplanationFormatter.class)
public final class PngFormatter implements ExplanationFormatter {
    /** Creates the formatter. */
    public PngFormatter() {}

    @Override
    public String id() {
        return "png";
    }

    @Override
    public String extension() {
        return "png";
    }

    @Override
    public String description() {
        return "the map over the picture, in the picture's own size";
    }

    @Override
    public boolean perTarget() {
        return true;
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
        PngEncoder.write(Drawing.of(explanation, request.target(), options), notes(explanation, request.target()), out);
    }

    private static Map<String, String> notes(Explanation explanation, int index) {
        TargetExplanation target = explanation.targets().get(index);
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("Software", "gradcam4j " + explanation.provenance().library());
        notes.put("Title", target.title());
        notes.put(
                "Description",
                explanation.provenance().method() + " of " + target.target() + " (score " + target.score()
                        + ") at layer " + explanation.layer().ref() + " of "
                        + explanation.provenance().model());
        return notes;
    }
}
