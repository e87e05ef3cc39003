package io.github.gradcam4j.inputs.internal.sidecar;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.ProfileReader;
import java.util.Optional;

/** Reads {@code MODEL.gradcam.json} beside a model. */
@AutoService(ProfileReader.class)
public final class SidecarReader implements ProfileReader {
    private static final int LARGEST = 16 << 20;

    /** Creates the reader, for {@link java.util.ServiceLoader}. */
    public SidecarReader() {}

    @Override
    public String id() {
        return "sidecar";
    }

    @Override
    public Optional<ModelProfile> read(ModelSource source) {
        return source.sibling(source.sidecarName()).map(bytes -> {
            try {
                if (bytes.length > LARGEST) {
                    throw new IllegalArgumentException("it has more than 16 MiB");
                }
                return SidecarJson.parse(bytes, source::sibling);
            } catch (IllegalArgumentException e) {
                throw new ModelLoadException(
                        "the sidecar '" + source.sidecarName() + "' cannot be used: " + e.getMessage(), e);
            }
        });
    }
}
