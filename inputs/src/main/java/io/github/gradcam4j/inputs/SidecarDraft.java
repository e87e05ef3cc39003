package io.github.gradcam4j.inputs;

import io.github.gradcam4j.inputs.internal.sidecar.DraftJson;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.ScoreInfo;
import java.util.Optional;

/**
 * Is a sidecar to be completed by hand: what the model's file tells is filled in, what it cannot tell is assumed, and a
 * {@code $comment} beside it says so. A draft is a valid sidecar from the start.
 *
 * @param source the model
 * @param signature its inputs and outputs
 * @param layer the layer to explain at; empty leaves the choice to {@code auto}
 * @param scores the tensor that questions are asked about, where the backend could tell
 */
public record SidecarDraft(
        ModelSource source, ModelSignature signature, Optional<String> layer, Optional<ScoreInfo> scores) {
    /**
     * Drafts a sidecar from the signature alone.
     *
     * @param source the model
     * @param signature its inputs and outputs
     * @return the draft
     */
    public static SidecarDraft of(ModelSource source, ModelSignature signature) {
        return new SidecarDraft(source, signature, Optional.empty(), Optional.empty());
    }

    /**
     * Returns the file name under which the sidecar is found beside the model.
     *
     * @return such as {@code resnet50.gradcam.json}
     */
    public String fileName() {
        return source.sidecarName();
    }

    /**
     * Returns the text of the sidecar.
     *
     * @return JSON in UTF-8, with a line end behind it
     */
    public String toJson() {
        return DraftJson.write(this);
    }
}
