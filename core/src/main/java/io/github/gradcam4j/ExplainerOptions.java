package io.github.gradcam4j;

import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.input.PicturePreprocessing;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.spi.Device;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Says how a model is opened. Immutable; every {@code with} method returns a copy. */
public final class ExplainerOptions {
    private static final ExplainerOptions DEFAULTS = new ExplainerOptions(
            Optional.empty(),
            "auto",
            ModelOptions.defaults(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private final Optional<String> backend;
    private final String kernel;
    private final ModelOptions model;
    private final Optional<PicturePreprocessing> preprocessing;
    private final Optional<Labels> labels;
    private final Optional<TextPreprocessing> text;
    private final Optional<Platform> platform;

    private ExplainerOptions(
            Optional<String> backend,
            String kernel,
            ModelOptions model,
            Optional<PicturePreprocessing> preprocessing,
            Optional<Labels> labels,
            Optional<TextPreprocessing> text,
            Optional<Platform> platform) {
        this.backend = backend;
        this.kernel = kernel;
        this.model = model;
        this.preprocessing = preprocessing;
        this.labels = labels;
        this.text = text;
        this.platform = platform;
    }

    /**
     * Returns the defaults: the backend that recognises the file, on the processor, with what the sidecar says.
     *
     * @return the defaults
     */
    public static ExplainerOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the backend; no other is tried.
     *
     * @param id the backend's id, such as {@code onnx}
     * @return a copy
     */
    public ExplainerOptions withBackend(String id) {
        return new ExplainerOptions(Optional.of(id), kernel, model, preprocessing, labels, text, platform);
    }

    /**
     * Chooses the kernel that sums maps; no other is tried.
     *
     * @param id the kernel's id, such as {@code cpu}, or {@code auto}
     * @return a copy
     */
    public ExplainerOptions withKernel(String id) {
        return new ExplainerOptions(backend, id, model, preprocessing, labels, text, platform);
    }

    /**
     * Chooses where the model runs; no other device is tried.
     *
     * @param device the device
     * @return a copy
     */
    public ExplainerOptions withDevice(Device device) {
        return withModel(new ModelOptions(device, model.threads(), model.shapes(), model.output()));
    }

    /**
     * Sets the number of threads of one run.
     *
     * @param threads at least 1
     * @return a copy
     */
    public ExplainerOptions withThreads(int threads) {
        return withModel(new ModelOptions(model.device(), OptionalInt.of(threads), model.shapes(), model.output()));
    }

    /**
     * Sets the shape of an input that the file leaves open.
     *
     * @param input the input's name
     * @param shape its shape
     * @return a copy
     */
    public ExplainerOptions withShape(String input, Shape shape) {
        Map<String, Shape> shapes = new LinkedHashMap<>(model.shapes());
        shapes.put(input, shape);
        return withModel(new ModelOptions(model.device(), model.threads(), shapes, model.output()));
    }

    /**
     * Chooses the output that questions are asked about, in place of what the sidecar says.
     *
     * @param name the output's name
     * @return a copy
     */
    public ExplainerOptions withOutput(String name) {
        return withModel(new ModelOptions(model.device(), model.threads(), model.shapes(), Optional.of(name)));
    }

    /**
     * Sets how a picture becomes a tensor, in place of what the sidecar says.
     *
     * @param other the preprocessing
     * @return a copy
     */
    public ExplainerOptions withPreprocessing(PicturePreprocessing other) {
        return new ExplainerOptions(backend, kernel, model, Optional.of(other), labels, text, platform);
    }

    /**
     * Sets the names of the classes, in place of what the sidecar says.
     *
     * @param other the labels
     * @return a copy
     */
    public ExplainerOptions withLabels(Labels other) {
        return new ExplainerOptions(backend, kernel, model, preprocessing, Optional.of(other), text, platform);
    }

    /**
     * Sets how a document becomes the numbers of its tokens, in place of what the sidecar says.
     *
     * @param other the tokenizer and its settings
     * @return a copy
     */
    public ExplainerOptions withText(TextPreprocessing other) {
        return new ExplainerOptions(backend, kernel, model, preprocessing, labels, Optional.of(other), platform);
    }

    /**
     * Sets the plug-ins, in place of those on the class path.
     *
     * @param other the plug-ins
     * @return a copy
     */
    public ExplainerOptions withPlatform(Platform other) {
        return new ExplainerOptions(backend, kernel, model, preprocessing, labels, text, Optional.of(other));
    }

    private ExplainerOptions withModel(ModelOptions other) {
        return new ExplainerOptions(backend, kernel, other, preprocessing, labels, text, platform);
    }

    /**
     * Returns the backend that was chosen.
     *
     * @return its id; empty for the one that recognises the file
     */
    public Optional<String> backend() {
        return backend;
    }

    /**
     * Returns the kernel that was chosen.
     *
     * @return its id, or {@code auto}
     */
    public String kernel() {
        return kernel;
    }

    /**
     * Returns what the backend is told.
     *
     * @return device, threads and shapes
     */
    public ModelOptions model() {
        return model;
    }

    /**
     * Returns the preprocessing that was set.
     *
     * @return empty for the sidecar's
     */
    public Optional<PicturePreprocessing> preprocessing() {
        return preprocessing;
    }

    /**
     * Returns the labels that were set.
     *
     * @return empty for the sidecar's
     */
    public Optional<Labels> labels() {
        return labels;
    }

    /**
     * Returns the settings for documents that were set.
     *
     * @return empty for the sidecar's
     */
    public Optional<TextPreprocessing> text() {
        return text;
    }

    /**
     * Returns the plug-ins.
     *
     * @return those that were set, or those on the class path
     */
    public Platform platform() {
        return platform.orElseGet(Platform::discover);
    }
}
