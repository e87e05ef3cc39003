package io.github.gradcam4j.tensorflow.internal.keras;

import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Recognition;
import io.github.gradcam4j.tensorflow.internal.graph.Network;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import io.github.gradcam4j.tensorflow.internal.keras.config.Dialect;
import io.github.gradcam4j.tensorflow.internal.keras.config.LayerConfig;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import io.github.gradcam4j.tensorflow.internal.keras.file.Damaged;
import io.github.gradcam4j.tensorflow.internal.keras.file.KerasContents;
import io.github.gradcam4j.tensorflow.internal.keras.file.WeightsAlone;
import io.github.gradcam4j.tensorflow.internal.keras.model.NetworkBuilder;
import io.github.gradcam4j.tensorflow.internal.keras.model.WeightReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;

/** Opens {@code .keras} and {@code .h5} files without Python. */
public final class KerasFile {
    private static final int CERTAIN = 100;
    private static final int MOST_NAMED = 20;
    private static final String ONLY_WEIGHTS = "it holds weights without the network that they belong to";
    private static final String WHOLE_MODEL =
            "Build the network with Keras, load its weights, and save it as a whole:" + " model.save('model.keras')";

    private KerasFile() {}

    /** Says what a file is, by its content: a few bytes of it, and the attributes of an HDF5 file. */
    public static Recognition recognise(ModelSource source) {
        KerasFormat format;
        try {
            format = KerasFormat.of(source);
        } catch (ModelLoadException e) {
            return new Recognition.NotMine();
        }
        return switch (format) {
            case ARCHIVE -> KerasContents.isArchive(source) ? new Recognition.Mine(CERTAIN) : new Recognition.NotMine();
            case HDF5 -> ofHdf5(source);
            case LITE ->
                new Recognition.Refused(
                        "it is a TensorFlow Lite file, which has lost what gradients need",
                        "Open the model that it was converted from");
            case CHECKPOINT ->
                new Recognition.Refused(
                        "it is a part of a TensorFlow checkpoint, which holds weights without the network that they belong to",
                        WHOLE_MODEL);
            case OTHER -> new Recognition.NotMine();
        };
    }

    private static Recognition ofHdf5(ModelSource source) {
        try {
            return switch (KerasContents.kindOfHdf5(source)) {
                case NETWORK -> new Recognition.Mine(CERTAIN);
                case WEIGHTS -> new Recognition.Refused(ONLY_WEIGHTS, WHOLE_MODEL);
                case OTHER -> new Recognition.NotMine();
            };
        } catch (Damaged e) {
            return new Recognition.Refused("it is a damaged HDF5 file: " + e.getMessage(), "Copy it again");
        }
    }

    /**
     * Reads a file and builds the network that it describes.
     *
     * @throws ModelLoadException if it is damaged, hostile or no Keras file
     * @throws UnsupportedModelException if it has layers that cannot be computed exactly
     */
    public static Network open(ModelSource source, Operators operators) {
        if (recognise(source) instanceof Recognition.Refused refused) {
            throw new ModelLoadException("the model '" + source.name() + "' cannot be opened: " + refused.reason()
                    + ". " + refused.remedy());
        }
        try (KerasContents file = contents(source)) {
            return network(source.name(), file, operators);
        } catch (Damaged | BrokenNetwork e) {
            throw damaged(source.name(), e);
        } catch (WeightsAlone e) {
            throw new UnsupportedModelException(
                    "the model '" + source.name() + "' holds weights without the network that they belong to, as"
                            + " model.save_weights writes them. Load them into the model in Python, and save all of it:"
                            + " model.save('model.keras')",
                    e);
        } catch (Unsupported e) {
            throw new UnsupportedModelException(
                    "the model '" + source.name() + "' cannot be read without Python: " + e.getMessage() + ". "
                            + remedy(source.name(), false),
                    e);
        } catch (IllegalArgumentException
                | ClassCastException
                | IndexOutOfBoundsException
                | ArithmeticException
                | NegativeArraySizeException
                | StackOverflowError e) {
            // what Keras never writes can fail anywhere
            throw damaged(source.name(), e);
        }
    }

    private static KerasContents contents(ModelSource source) {
        return switch (KerasFormat.of(source)) {
            case ARCHIVE -> KerasContents.ofArchive(source);
            case HDF5 -> KerasContents.ofHdf5(source);
            default ->
                throw new ModelLoadException(
                        "the model '" + source.name() + "' is no Keras file: it is neither an"
                                + " archive with config.json and metadata.json, nor an HDF5 file. Save a model with model.save('model.keras')");
        };
    }

    private static ModelLoadException damaged(String name, Throwable e) {
        return new ModelLoadException(
                "the model '" + name + "' is damaged or was not written by Keras: " + e.getMessage()
                        + ". Copy it again, or save it again with model.save",
                e);
    }

    private static Network network(String name, KerasContents file, Operators operators) {
        LayerConfig model = LayerConfig.of(file.config());
        boolean isKeras2 = file.dialect() == Dialect.KERAS_2;
        if (!model.isNetwork()) {
            throw new UnsupportedModelException("the model '" + name + "' is of the class " + model.className()
                    + ", whose computation the file does not tell: only functional and sequential models can be read"
                    + " without Python. " + remedy(name, isKeras2));
        }
        NetworkBuilder builder = new NetworkBuilder(new LayerGraph(operators), file.dialect());
        Map<String, @Nullable Signal> outputs = builder.build(model, builtFor(file.config(), model));
        if (!builder.refused().isEmpty()) {
            throw refused(name, builder.refused(), isKeras2);
        }
        Map<Node, Tensor> weights = new WeightReader(file).read(builder.weights());
        Map<String, Value> values = new LinkedHashMap<>();
        outputs.forEach((output, signal) -> {
            if (signal != null) {
                values.put(output, signal.value());
            }
        });
        return new Network(
                name, "", builder.inputs(), values, builder.layers(), Map.of(), weights, List.of(), List.of());
    }

    private static @Nullable Object builtFor(Map<String, @Nullable Object> root, LayerConfig model) {
        Object built = model.config().get("build_input_shape");
        return built == null && root.get("build_config") instanceof Map<?, ?> config
                ? config.get("input_shape")
                : built;
    }

    private static UnsupportedModelException refused(String name, Map<String, String> refused, boolean isKeras2) {
        String list = refused.entrySet().stream()
                .limit(MOST_NAMED)
                .map(entry -> "'" + entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; "));
        int more = refused.size() - MOST_NAMED;
        return new UnsupportedModelException("the model '" + name + "' cannot be computed exactly without Python: "
                + list + (more > 0 ? "; and " + more + " more" : "") + ". " + remedy(name, isKeras2));
    }

    private static String remedy(String name, boolean isKeras2) {
        return "Export it with Keras and open the folder: model = keras.models.load_model('" + name + "'); "
                + (isKeras2 ? "model.save('folder', save_format='tf')" : "model.export('folder')");
    }
}
