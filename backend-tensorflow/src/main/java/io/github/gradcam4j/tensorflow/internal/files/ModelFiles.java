package io.github.gradcam4j.tensorflow.internal.files;

import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Recognition;
import io.github.gradcam4j.tensorflow.internal.keras.KerasFile;
import io.github.gradcam4j.tensorflow.internal.savedmodel.SavedModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells models from the other things that TensorFlow and Keras write. No native code is needed. */
public final class ModelFiles {
    private static final int CERTAIN = 100;
    private static final String EXPORT = "model.export('folder')";
    private static final String LOAD =
            "Load them into the model in Python, export it with " + EXPORT + ", and open that folder";

    private static final Pattern KERAS_NAME = Pattern.compile(".*\\.(keras|h5|hdf5)");
    private static final Pattern GRAPH_NAME = Pattern.compile(".*\\.(pb|pbtxt|meta)");
    private static final Pattern CHECKPOINT_NAME = Pattern.compile(".*\\.(index|data-\\d+-of-\\d+)");

    private ModelFiles() {}

    /** Says whether a file or folder is a model. */
    public static Recognition recognise(ModelSource source) {
        Optional<Path> folder = source.path().filter(Files::isDirectory);
        return folder.isPresent() ? folder(folder.get()) : file(source);
    }

    private static Recognition folder(Path folder) {
        if (SavedModelFolder.isOne(folder)) {
            return new Recognition.Mine(CERTAIN);
        }
        List<Path> content;
        try (Stream<Path> files = Files.list(folder)) {
            content = files.sorted().toList();
        } catch (IOException e) {
            return new Recognition.Refused("its folder cannot be read: " + e.getMessage(), "Check its permissions");
        }
        if (content.stream().anyMatch(file -> isCheckpoint(name(file)))) {
            return new Recognition.Refused("it is a checkpoint: weights without a network", LOAD);
        }
        return content.stream()
                .filter(SavedModelFolder::isOne)
                .findFirst()
                .map(inner -> new Recognition.Refused(
                        "it has no saved_model.pb, but its folder '" + name(inner) + "' has",
                        "Name that one: " + folder.resolve(inner.getFileName())))
                .orElse(new Recognition.Refused(
                        "it is a folder without saved_model.pb",
                        "Models that are folders are SavedModels: copy the whole folder, or export it again"));
    }

    private static Recognition file(ModelSource source) {
        Recognition keras = KerasFile.recognise(source);
        if (!(keras instanceof Recognition.NotMine)) {
            return keras;
        }
        String name = source.name().toLowerCase(Locale.ROOT);
        if (KERAS_NAME.matcher(name).matches()) {
            return new Recognition.Refused(
                    "it is called a Keras file, but is neither a zip archive with config.json nor an HDF5 file",
                    "Copy it again, or save it again with model.save('model.keras')");
        }
        if (name.equals("saved_model.pb")) {
            return new Recognition.Refused(
                    "it is only a part of a SavedModel", "Name the folder that it lies in, not the file");
        }
        if (GRAPH_NAME.matcher(name).matches()) {
            return new Recognition.Refused(
                    "it is a graph without a signature, such as TensorFlow 1 froze them",
                    "Export a SavedModel: " + EXPORT + " in Keras, tf.compat.v1.saved_model.simple_save(session,"
                            + " 'folder', inputs, outputs) for a graph");
        }
        return isCheckpoint(name)
                ? new Recognition.Refused("it is part of a checkpoint: weights without a network", LOAD)
                : new Recognition.NotMine();
    }

    private static boolean isCheckpoint(String name) {
        return name.equals("checkpoint") || CHECKPOINT_NAME.matcher(name).matches();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
