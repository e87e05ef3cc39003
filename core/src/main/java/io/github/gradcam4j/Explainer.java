package io.github.gradcam4j;

import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.internal.explain.InputFiles;
import io.github.gradcam4j.internal.explain.Opening;
import io.github.gradcam4j.internal.kernel.AutomaticKernel;
import io.github.gradcam4j.internal.layer.LayerSelector;
import io.github.gradcam4j.internal.text.DocumentPreparation;
import io.github.gradcam4j.internal.text.LazyTokenizer;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.ModelProvider;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.PreparedInput;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Explains what a trained model says: opens it, asks it, and returns an {@link Explanation}.
 *
 * <p>Thread-safe: one explainer may serve any number of threads. It owns the model's native memory; close it. After
 * {@link #close()}, which is idempotent, every call throws {@link IllegalStateException}.
 */
public final class Explainer implements AutoCloseable {
    private final Platform platform;
    private final ModelSource source;
    private final GradientBackend backend;
    private final String backendVersion;
    private final GradientModel model;
    private final CamKernel kernel;
    private final ModelProfile told;
    private final ModelProfile profile;
    private final ExplainerOptions options;
    private final CompletableFuture<Optional<String>> sha256;
    private final LazyTokenizer tokenizer;

    private Explainer(ModelSource source, ExplainerOptions options) {
        this.source = source;
        this.options = options;
        platform = options.platform();
        tokenizer = new LazyTokenizer(platform);
        kernel = Opening.kernel(platform, options.kernel());
        backend = Opening.backend(platform, options.backend(), source);
        backendVersion = backend.availability() instanceof Availability.Available there ? there.version() : "unknown";
        told = ModelProfile.of(source, options, platform);
        // Only provenance needs it, and later: hashing the weights takes as long as opening the model.
        sha256 = CompletableFuture.supplyAsync(source::sha256).exceptionally(vanished -> Optional.empty());
        model = backend.open(source, options.model().withDefaultOutput(told.output()));
        try {
            told.requireInputs(model.signature());
        } catch (IllegalArgumentException unknown) {
            model.close();
            throw unknown;
        }
        profile = told.withExamples(model.exampleShapes());
    }

    /**
     * Opens a model file or folder with the backend that recognises it.
     *
     * @param model the file or folder
     * @return an explainer, owned by the caller
     * @throws ModelLoadException if the model is missing, damaged or of an unknown kind
     * @throws BackendUnavailableException if its runtime cannot work here
     */
    public static Explainer open(Path model) {
        return open(model, ExplainerOptions.defaults());
    }

    /**
     * Opens a model file or folder.
     *
     * @param model the file or folder
     * @param options backend, device, kernel, shapes, preprocessing and labels
     * @return an explainer, owned by the caller
     * @throws ModelLoadException if the model is missing, damaged or of an unknown kind
     * @throws ProviderNotFoundException if a plug-in was chosen that is not there
     * @throws BackendUnavailableException if its runtime cannot work here
     */
    public static Explainer open(Path model, ExplainerOptions options) {
        return open(ModelSource.of(model), options);
    }

    /**
     * Opens a model.
     *
     * @param model where it comes from
     * @param options backend, device, kernel, shapes, preprocessing and labels
     * @return an explainer, owned by the caller
     */
    public static Explainer open(ModelSource model, ExplainerOptions options) {
        return new Explainer(model, options);
    }

    /**
     * Opens the model for photographs that {@code gradcam4j-models} brings along.
     *
     * @param options backend, device, kernel, preprocessing and labels
     * @return an explainer, owned by the caller
     * @throws ProviderNotFoundException if no bundled model is on the class path
     */
    public static Explainer openBundled(ExplainerOptions options) {
        return openBundled(ModelProvider.Kind.PICTURE, options);
    }

    /**
     * Opens the model that {@code gradcam4j-models} brings along for inputs of a kind.
     *
     * @param kind photographs or texts
     * @param options backend, device, kernel, preprocessing and labels
     * @return an explainer, owned by the caller
     * @throws ProviderNotFoundException if no bundled model of this kind is on the class path
     */
    public static Explainer openBundled(ModelProvider.Kind kind, ExplainerOptions options) {
        return open(options.platform().bundledModel(kind), options);
    }

    /**
     * Explains an input file: the class with the highest score, at the automatic layer, with Grad-CAM.
     *
     * @param file a picture, or a {@code .npy} array with one item
     * @return the explanation
     * @throws InputException if the file is missing, damaged or does not fit the model
     */
    public Explanation explain(Path file) {
        return explain(InputFiles.read(file, platform));
    }

    /**
     * Explains an input: the class with the highest score, at the automatic layer, with Grad-CAM.
     *
     * @param input a picture, or arrays with one item
     * @return the explanation
     * @throws InputException if the input does not fit the model
     */
    public Explanation explain(Input input) {
        List<Explanation> all = explain(ExplainRequest.about(input).build());
        if (all.size() > 1) {
            throw new IllegalArgumentException("'" + input.source().name() + "' holds a batch of " + all.size()
                    + " items; call explain(ExplainRequest) for an explanation of each");
        }
        return all.get(0);
    }

    /**
     * Explains a text: the class with the highest score, at the automatic layer, with Grad-CAM.
     *
     * @param text the document
     * @return the explanation, with the weight of each token
     * @throws InputException if it is not known how the text becomes the numbers of its tokens, or the model takes none
     */
    public Explanation explainText(String text) {
        return explain(Document.of(text));
    }

    /**
     * Carries out a request.
     *
     * @param request what is asked
     * @return an explanation for each item and layer: all layers of the first item, then those of the second
     * @throws IllegalArgumentException if a layer, class, method or input does not exist
     * @throws InputException if the input does not fit the model
     * @throws UnsupportedModelException if the model cannot be explained as asked
     * @throws ExplanationException if the run fails
     * @throws CancelledException if the request's cancellation ended it
     */
    public List<Explanation> explain(ExplainRequest request) {
        return new ExplanationRun(this, request).explanations();
    }

    /**
     * Writes the model as a file that explains itself, on any stock runtime, without this library.
     *
     * @param request which classes, at which layer, with which method
     * @param file where to; written whole or not at all
     * @return what was written
     * @throws IllegalArgumentException if a layer, class or method does not exist, or the file is the model itself
     * @throws InputException if a shape is not known
     * @throws UnsupportedModelException if the model cannot be explained as asked, or cannot be compiled
     * @throws GradCamException if the file cannot be written
     */
    public CompiledModel compile(CompileRequest request, Path file) {
        return new ModelCompilation(this, request).into(file, defaultShapes());
    }

    /**
     * Reads an input file as {@link #explain(Path)} does.
     *
     * @param file a picture or a {@code .npy} array
     * @return the input
     * @throws InputException if the file is missing or damaged
     */
    public Input read(Path file) {
        return InputFiles.read(file, platform);
    }

    /**
     * Declares inputs and outputs of the model.
     *
     * @return the signature
     */
    public ModelSignature signature() {
        return model.signature();
    }

    /**
     * Returns what is known about the model beyond its file.
     *
     * @return the sidecar's content, with what the options set
     */
    public ModelProfile profile() {
        return profile;
    }

    /**
     * Lists the layers that can carry a map, for the input shapes that file, sidecar and options tell. Where none can, those
     * are listed that the score depends on: their shapes and layouts tell why.
     *
     * @return the layers in the order of execution
     * @throws InputException if a shape is not known
     */
    public List<LayerInfo> layers() {
        return LayerSelector.listed(model.layers(defaultShapes()));
    }

    /**
     * Returns the layer that is taken when none is named, for the input shapes that file, sidecar and options tell.
     *
     * @return the sidecar's layer, or the last one with positions on the path to the score
     * @throws InputException if a shape is not known
     */
    public LayerInfo defaultLayer() {
        return LayerSelector.select(profile.layer().orElse("auto"), model.layers(defaultShapes()));
    }

    /**
     * Describes the tensor that questions are asked about, for the input shapes that file, sidecar and options tell.
     *
     * @return the value before a final activation where one is recognised, the model's output otherwise
     * @throws InputException if a shape is not known
     */
    public ScoreInfo scores() {
        return model.scores(ScoreKind.AUTO, defaultShapes());
    }

    private Map<String, Shape> defaultShapes() {
        return InputShapes.all(model.signature(), profile);
    }

    Platform platform() {
        return platform;
    }

    GradientModel model() {
        return model;
    }

    CamKernel kernel() {
        return kernel instanceof AutomaticKernel automatic ? automatic.forRun() : kernel;
    }

    /** Prepares a document, whose length is its own: that of the example that a model was exported with binds nobody. */
    PreparedInput prepare(Document document) {
        return DocumentPreparation.prepare(document, tokenizer.get(model.signature(), told), model.signature(), told);
    }

    boolean isKernelChosen() {
        return !options.kernel().equals("auto");
    }

    /** Says what explained, without what was asked of it. */
    Origin origin(boolean summedByBackend, CamKernel used) {
        return new Origin(
                source.name(),
                sha256.join(),
                backend.id(),
                backendVersion,
                options.model().device().toString(),
                summedByBackend ? backend.id() : used.id());
    }

    /** Frees the model. Idempotent. */
    @Override
    public void close() {
        tokenizer.close();
        model.close();
    }
}
