package io.github.gradcam4j.cli;

import io.github.gradcam4j.cli.fetch.TestRepository;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.NativeJar;
import io.github.gradcam4j.spi.NativeParts;
import io.github.gradcam4j.spi.Recognition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Opens files that start with {@code partial} once it was given a jar. */
final class PartialBackend implements GradientBackend, NativeParts {
    static final byte[] CONTENT = "all that was missing".getBytes(StandardCharsets.UTF_8);
    static final NativeJar JAR = TestRepository.jar(CONTENT);

    private final TinyBackend whole = new TinyBackend();
    boolean complete;
    int recognised;

    @Override
    public String id() {
        return "partial";
    }

    @Override
    public Availability availability() {
        return complete ? whole.availability() : new Availability.Unavailable("a jar is missing", "Install it");
    }

    @Override
    public Recognition recognise(ModelSource source) {
        recognised++;
        return StandardCharsets.UTF_8.decode(source.bytes()).toString().startsWith("partial")
                ? new Recognition.Mine(100)
                : new Recognition.NotMine();
    }

    @Override
    public GradientModel open(ModelSource source, ModelOptions options) {
        return whole.open(source, options);
    }

    @Override
    public List<NativeJar> missing() {
        return complete ? List.of() : List.of(JAR);
    }

    @Override
    public void install(NativeJar jar, Path file) {
        complete = true;
    }
}
