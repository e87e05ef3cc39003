package io.github.gradcam4j.tensorflow.internal.savedmodel;

import io.github.gradcam4j.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.tensorflow.proto.AssetFileDef;

/** Finds the files that tables are filled from: those in the model's folder, and no others. */
final class Assets {
    private Assets() {}

    /** Returns the files' paths by the names of the constants that stand for them. */
    static Map<String, String> of(SavedModelFolder model) {
        Map<String, String> paths = new HashMap<>();
        for (AssetFileDef asset : model.graph().getAssetFileDefList()) {
            paths.put(
                    SavedModelFolder.nodeOf(asset.getTensorInfo().getName()),
                    path(model, asset.getFilename()).toString());
        }
        return paths;
    }

    private static Path path(SavedModelFolder model, String name) {
        try {
            Path assets = model.folder().resolve("assets").toAbsolutePath().normalize();
            boolean inside = assets.resolve(name).normalize().startsWith(assets);
            if (inside) {
                Path folder = assets.toRealPath();
                Path file = folder.resolve(name).toRealPath();
                if (file.startsWith(folder) && Files.isRegularFile(file)) {
                    return file;
                }
            }
            throw new ModelLoadException("the model '" + model.name() + "' is refused: its file '" + name
                    + "' lies outside of its folder. Export it again");
        } catch (IOException e) {
            throw new ModelLoadException(
                    "the model '" + model.name() + "' is incomplete: its folder has no assets/" + name
                            + ". Copy the whole folder",
                    e);
        }
    }
}
