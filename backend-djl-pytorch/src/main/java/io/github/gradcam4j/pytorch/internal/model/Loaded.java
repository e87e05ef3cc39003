package io.github.gradcam4j.pytorch.internal.model;

import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.pytorch.internal.archive.ArchiveCopy;
import io.github.gradcam4j.pytorch.internal.archive.TorchArchive;
import io.github.gradcam4j.pytorch.internal.engine.LoadedModule;
import io.github.gradcam4j.pytorch.internal.instrument.Instrumented;
import io.github.gradcam4j.spi.ModelOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * A program that libtorch has loaded.
 *
 * @param program the program
 * @param module what libtorch made of it
 */
record Loaded(Instrumented program, LoadedModule module) {
    /**
     * Loads a model with what makes it faster, or without if libtorch does not take that.
     *
     * @param instrument makes the program, with that or without
     */
    static Loaded of(TorchArchive archive, Function<Boolean, Instrumented> instrument, ModelOptions options) {
        Instrumented faster = instrument.apply(true);
        try {
            return new Loaded(faster, load(archive, faster, options));
        } catch (UnsupportedModelException e) {
            if (!faster.isFolded() && faster.narrowed().isEmpty()) {
                throw e;
            }
            Instrumented plain = instrument.apply(false);
            return new Loaded(plain, load(archive, plain, options));
        }
    }

    private static LoadedModule load(TorchArchive archive, Instrumented program, ModelOptions options) {
        try {
            Path copy = Files.createTempFile("gradcam4j", ".pt");
            try {
                ArchiveCopy.write(archive, program.code(), copy);
                return LoadedModule.load(
                        archive.name(),
                        copy,
                        options.device(),
                        options.threads(),
                        program.isFolded() ? Optional.of(Instrumented.FOLD) : Optional.empty());
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new ModelLoadException(
                    "the model '" + archive.name() + "' cannot be copied to the temporary folder: " + e.getMessage()
                            + ". Free as much space there as the model has, or choose another folder with"
                            + " -Djava.io.tmpdir",
                    e);
        }
    }
}
