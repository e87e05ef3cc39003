package io.github.gradcam4j.inputs.internal.array;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.spi.InputReader;
import java.util.Map;
import java.util.Set;

/** Reads NumPy array files as tensors for the model's only input. */
@AutoService(InputReader.class)
public final class NpyReader implements InputReader {
    /** Creates the reader, for {@link java.util.ServiceLoader}. */
    public NpyReader() {}

    @Override
    public String id() {
        return "npy";
    }

    @Override
    public Set<String> extensions() {
        return Set.of("npy");
    }

    @Override
    public boolean recognises(byte[] head) {
        return NpyFile.isNpy(head);
    }

    @Override
    public Arrays read(byte[] bytes, Source source) {
        return new Arrays(source, Map.of("", NpyFile.read(bytes, source.name())));
    }
}
