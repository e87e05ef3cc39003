package io.github.gradcam4j.testkit;

import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Recognition;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Runs a {@link ReferenceNetwork} in plain Java and double precision, with derivatives from the textbook. It offers all of
 * the contract, replay included, and is the shortest complete example of a backend. Thread-safe.
 */
public final class ReferenceBackend implements GradientBackend {
    /** Creates the backend. */
    public ReferenceBackend() {}

    @Override
    public String id() {
        return "reference";
    }

    @Override
    public Availability availability() {
        return new Availability.Available("1", List.of("cpu"));
    }

    @Override
    public Recognition recognise(ModelSource source) {
        ByteBuffer bytes;
        try {
            bytes = source.bytes();
        } catch (ModelLoadException e) {
            return new Recognition.NotMine();
        }
        ByteBuffer magic = ByteBuffer.wrap(ReferenceFile.MAGIC);
        if (bytes.remaining() < magic.remaining()
                || !bytes.slice(0, magic.remaining()).equals(magic)) {
            return new Recognition.NotMine();
        }
        try {
            ReferenceFile.read(source);
            return new Recognition.Mine(100);
        } catch (ModelLoadException e) {
            return new Recognition.Refused(String.valueOf(e.getMessage()), "Write the file again");
        }
    }

    @Override
    public GradientModel open(ModelSource source, ModelOptions options) {
        options.device().knownTo(id(), List.of("cpu"));
        return new ReferenceModel(ReferenceFile.read(source));
    }
}
