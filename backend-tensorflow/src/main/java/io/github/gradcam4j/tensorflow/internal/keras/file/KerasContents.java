package io.github.gradcam4j.tensorflow.internal.keras.file;

import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensorflow.internal.keras.config.Dialect;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a Keras file holds: the description of the network, and tensors. */
public final class KerasContents implements AutoCloseable {
    private static final String CONFIG = "config.json";
    private static final String METADATA = "metadata.json";
    private static final String WEIGHTS = "model.weights.h5";
    private static final long MOST_WEIGHTS = 1L << 36;

    private final Map<String, @Nullable Object> config;
    private final String version;
    private final boolean isLegacy;
    private final Hdf5 tensors;

    private KerasContents(Map<String, @Nullable Object> config, String version, boolean isLegacy, Hdf5 tensors) {
        this.config = config;
        this.version = version;
        this.isLegacy = isLegacy;
        this.tensors = tensors;
    }

    /** Tells whether a zip archive has entries that only those of Keras have, whole or not. */
    public static boolean isArchive(ModelSource source) {
        try (OpenedFile file = OpenedFile.of(source);
                Archive archive = Archive.open(file)) {
            return archive.has(CONFIG) || archive.has(METADATA) || archive.has(WEIGHTS);
        } catch (Damaged e) {
            return source.name().endsWith(".keras"); // says what is wrong when it is opened
        }
    }

    /** Opens a {@code .keras} archive. */
    public static KerasContents ofArchive(ModelSource source) {
        try (OpenedFile file = OpenedFile.of(source);
                Archive archive = Archive.open(file)) {
            Map<String, @Nullable Object> config = Json.object(CONFIG, archive.text(CONFIG));
            Object version = Json.object(METADATA, archive.text(METADATA)).get("keras_version");
            if (!archive.has(WEIGHTS)) {
                throw new Damaged("it has no entry '" + WEIGHTS + "'");
            }
            Hdf5 tensors = Hdf5.open(OpenedFile.temporary(out -> archive.copy(WEIGHTS, MOST_WEIGHTS, out)));
            return new KerasContents(config, version == null ? "3" : version.toString(), false, tensors);
        }
    }

    /** What an HDF5 file holds. */
    public enum Kind {
        NETWORK,
        WEIGHTS,
        OTHER
    }

    /** Looks into an HDF5 file. */
    public static Kind kindOfHdf5(ModelSource source) {
        try (Hdf5 file = Hdf5.open(OpenedFile.of(source))) {
            if (file.text("model_config") != null) {
                return Kind.NETWORK;
            }
            boolean isOfKeras = file.text("layer_names") != null
                    || file.text("keras_version") != null
                    || file.hasGroup("model_weights")
                    || (file.hasGroup("layers") && file.hasGroup("vars"))
                    || file.hasGroup("_layer_checkpoint_dependencies");
            return isOfKeras ? Kind.WEIGHTS : Kind.OTHER;
        }
    }

    /** Opens an HDF5 file. */
    public static KerasContents ofHdf5(ModelSource source) {
        Hdf5 tensors = Hdf5.open(OpenedFile.of(source));
        try {
            String config = tensors.text("model_config");
            if (config == null) {
                throw new WeightsAlone();
            }
            String version = tensors.text("keras_version");
            requireKnown(version, tensors.text("backend"));
            return new KerasContents(
                    Json.object("attribute 'model_config'", config), version == null ? "2" : version, true, tensors);
        } catch (RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    /** Other ones turned kernels round, or wrote other options. */
    private static void requireKnown(@Nullable String version, @Nullable String backend) {
        if (version != null && version.startsWith("1.")) {
            throw new Unsupported("it was written by Keras " + version + ", before Keras 2");
        }
        if ("theano".equals(backend) || "cntk".equals(backend)) {
            throw new Unsupported("it was written by Keras on " + backend + ", whose kernels are the other way round");
        }
    }

    /** Returns the network. */
    public Map<String, @Nullable Object> config() {
        return config;
    }

    public Dialect dialect() {
        return Dialect.of(version.contains(".") ? version : version + ".0");
    }

    /** Tells whether the weights lie by the names of layers, as in HDF5 files, or by where they belong. */
    public boolean isLegacy() {
        return isLegacy;
    }

    /** Returns a tensor; null if there is none. */
    public @Nullable StoredTensor tensor(String path) {
        return tensors.tensor(path);
    }

    /** Tells whether there is a group. */
    public boolean hasGroup(String path) {
        return tensors.hasGroup(path);
    }

    /** Returns how many tensors a group holds. */
    public int count(String group) {
        return tensors.count(group);
    }

    /** Returns names that an attribute of a group lists. */
    public List<String> names(String group, String attribute) {
        return tensors.names(group, attribute);
    }

    @Override
    public void close() {
        tensors.close();
    }
}
