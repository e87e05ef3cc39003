package io.github.gradcam4j.discovery;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.ProviderNotFoundException;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.internal.explain.InputFiles;
import io.github.gradcam4j.internal.explain.Opening;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamMethod;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.InputPreparer;
import io.github.gradcam4j.spi.InputReader;
import io.github.gradcam4j.spi.ModelProvider;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.ProfileReader;
import io.github.gradcam4j.spi.TargetProvider;
import io.github.gradcam4j.spi.TokenizerProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Is the set of plug-ins that an explainer works with. A value: nothing is global, tests pass their own.
 *
 * @param backends what opens models
 * @param kernels what sums maps
 * @param methods what computes maps
 * @param targets what parses questions
 * @param readers what reads files
 * @param preparers what turns inputs into tensors
 * @param tokenizers what cuts documents
 * @param profiles what reads sidecars
 * @param models the models in jars
 * @param formatters what writes explanations
 */
public record Platform(
        Registry<GradientBackend> backends,
        Registry<CamKernel> kernels,
        Registry<CamMethod> methods,
        Registry<TargetProvider> targets,
        Registry<InputReader> readers,
        Registry<InputPreparer> preparers,
        Registry<TokenizerProvider> tokenizers,
        Registry<ProfileReader> profiles,
        Registry<ModelProvider> models,
        Registry<ExplanationFormatter> formatters) {
    /**
     * Finds the plug-ins on the class path of the current thread, or of this library where the thread has none.
     *
     * @return what was found
     */
    public static Platform discover() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return discover(context == null ? Platform.class.getClassLoader() : context);
    }

    /**
     * Finds the plug-ins that a class loader sees.
     *
     * @param loader where to look
     * @return what was found
     */
    public static Platform discover(ClassLoader loader) {
        return new Platform(
                Registry.load(GradientBackend.class, "backend", loader),
                Registry.load(CamKernel.class, "kernel", loader),
                Registry.load(CamMethod.class, "method", loader),
                Registry.load(TargetProvider.class, "target", loader),
                Registry.load(InputReader.class, "reader", loader),
                Registry.load(InputPreparer.class, "preparer", loader),
                Registry.load(TokenizerProvider.class, "tokenizer", loader),
                Registry.load(ProfileReader.class, "profile reader", loader),
                Registry.load(ModelProvider.class, "bundled model", loader),
                Registry.load(ExplanationFormatter.class, "format", loader));
    }

    /**
     * Returns everything that could not be loaded or is not used.
     *
     * @return the issues of all kinds
     */
    public List<ProviderIssue> issues() {
        return Stream.of(
                        backends,
                        kernels,
                        methods,
                        targets,
                        readers,
                        preparers,
                        tokenizers,
                        profiles,
                        models,
                        formatters)
                .flatMap(registry -> registry.issues().stream())
                .toList();
    }

    /**
     * Returns the backend that opens a model, without asking whether it can run: its parts may be missing yet.
     *
     * @param chosen the id of a backend; empty for the one that recognises the model best
     * @param model the model
     * @return the backend
     * @throws io.github.gradcam4j.ProviderNotFoundException if there is no such backend, or none at all
     * @throws io.github.gradcam4j.ModelLoadException if no backend recognises the model
     */
    public GradientBackend backendFor(Optional<String> chosen, ModelSource model) {
        return Opening.choice(this, chosen, model);
    }

    /**
     * Tells which kernel sums maps where none is chosen. Loads the drivers of all kernels.
     *
     * @return the kernel, and why
     * @throws ProviderNotFoundException if there is no kernel at all
     */
    public KernelChoice automaticKernel() {
        return Opening.automaticKernel(this);
    }

    /**
     * Finds the model that comes along for inputs of a kind.
     *
     * @param kind photographs or texts
     * @return the model
     * @throws ProviderNotFoundException if no bundled model of this kind is on the class path
     */
    public ModelSource bundledModel(ModelProvider.Kind kind) {
        return models.all().stream()
                .filter(provider -> provider.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new ProviderNotFoundException("there is no bundled model for "
                        + (kind == ModelProvider.Kind.TEXT ? "texts" : "pictures")
                        + " on the class path. Name a model file, or add io.github.gradcam4j:gradcam4j-models"))
                .source();
    }

    /**
     * Reads what is known about a model beyond its file.
     *
     * @param model the model
     * @return what its sidecar says; empty if it has none
     * @throws io.github.gradcam4j.ModelLoadException if it has one that cannot be understood
     */
    public Optional<ModelProfile> profileOf(ModelSource model) {
        return profiles.all().stream()
                .flatMap(reader -> reader.read(model).stream())
                .findFirst();
    }

    /**
     * Reads an input file with the reader that recognises its content, or else its extension.
     *
     * @param file a picture or a {@code .npy} array
     * @return the input
     * @throws InputException if the file is missing, damaged or of no known format
     */
    public Input read(Path file) {
        return InputFiles.read(file, this);
    }

    /**
     * Reads an input with the reader that recognises its content, or else the extension of its name.
     *
     * @param bytes the whole content
     * @param source where it came from
     * @return the input
     * @throws InputException if the content is empty, damaged or of no known format
     */
    public Input read(byte[] bytes, Source source) {
        return InputFiles.read(bytes, source, this);
    }
}
