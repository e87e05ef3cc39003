package io.github.gradcam4j.spi;

import io.github.gradcam4j.ModelProfile;
import java.util.Optional;

/** Reads what is known about a model beyond its file: the sidecar beside it. Thread-safe. */
public interface ProfileReader extends Provider {
    /**
     * Reads the sidecar of a model.
     *
     * @param source the model
     * @return the profile; empty if there is no sidecar of this reader's kind
     * @throws io.github.gradcam4j.ModelLoadException if there is one that cannot be understood
     */
    Optional<ModelProfile> read(ModelSource source);
}
