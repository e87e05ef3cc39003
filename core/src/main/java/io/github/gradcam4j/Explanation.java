package io.github.gradcam4j;

import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.input.TokenizedText;
import io.github.gradcam4j.internal.explain.Saving;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Says why a network scored one input as it did: a map for each target, at one layer. Immutable.
 *
 * @param input what was explained
 * @param item which item of the input's batch, from 0
 * @param items how many items the batch had
 * @param inputShape the shape of the network's (first) input, batch axis first
 * @param layer the layer
 * @param targets the answers, in the order of the questions
 * @param ranking the ten classes with the highest scores; empty where scores are not one for each class
 * @param geometry the way from map cells to pixels, for pictures
 * @param text the tokens that the network read, for texts
 * @param warnings what was assumed or should be known
 * @param provenance how it came about
 * @param tensors the tensors behind it, if the request asked to keep them
 */
public record Explanation(
        Input input,
        int item,
        int items,
        Shape inputShape,
        LayerInfo layer,
        List<TargetExplanation> targets,
        List<ClassScore> ranking,
        Optional<PictureGeometry> geometry,
        Optional<TokenizedText> text,
        List<String> warnings,
        Provenance provenance,
        Optional<KeptTensors> tensors) {
    /** Copies the lists. */
    public Explanation {
        targets = List.copyOf(targets);
        ranking = List.copyOf(ranking);
        warnings = List.copyOf(warnings);
    }

    /**
     * Returns the first answer.
     *
     * @return the answer to the first question
     */
    public TargetExplanation first() {
        return targets.get(0);
    }

    /**
     * Writes the explanation to a file, in the format that its extension names; formats with a file for each target get
     * the first. The file is written whole or not at all, and replaces an earlier one.
     *
     * @param file such as {@code why.png} or {@code why.json}
     * @throws ProviderNotFoundException if no formatter on the class path writes this extension
     * @throws GradCamException if the file cannot be written
     */
    public void save(Path file) {
        Saving.save(this, file, Platform.discover());
    }
}
