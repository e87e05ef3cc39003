package io.github.gradcam4j.onnx.internal.proto;

import io.github.gradcam4j.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Checks that constants kept outside a model file lie below the model's folder and are really there. */
public final class ExternalFiles {
    private ExternalFiles() {}

    /**
     * Checks every external constant of a model.
     *
     * @param model the model
     * @param folder folder of the model file
     * @return the files that hold constants, by the path the model gives; empty if all constants are in the model file
     * @throws ModelLoadException if a file is missing, too short, or lies outside {@code folder}, also by a symbolic link
     */
    public static Map<String, Path> resolve(ModelProto model, Path folder) {
        Map<String, Path> files = new HashMap<>();
        GraphConstants.of(model)
                .filter(tensor -> tensor.external().isPresent())
                .forEach(tensor -> check(tensor, tensor.external().orElseThrow(), folder, files));
        return files;
    }

    /**
     * Refuses external constants, for a model that came without a folder.
     *
     * @param model the model
     * @throws ModelLoadException if a constant lies outside the model file
     */
    public static void refuse(ModelProto model) {
        GraphConstants.of(model)
                .filter(tensor -> tensor.external().isPresent())
                .findFirst()
                .ifPresent(tensor -> {
                    throw new ModelLoadException("Cannot load the model: its constant '" + tensor.name()
                            + "' lies in the separate file '"
                            + tensor.external().orElseThrow().path()
                            + "', and a model given as bytes has no folder. Open it from its path.");
                });
    }

    private static void check(
            TensorProto tensor, TensorProto.ExternalLocation location, Path folder, Map<String, Path> files) {
        Path file = files.computeIfAbsent(location.path(), path -> inside(tensor, path, folder));
        long needed = location.length() >= 0 ? location.length() : tensor.type().bytes(tensor.elements());
        try {
            if (tensor.type().bytes(tensor.elements()) != needed) {
                throw refused(
                        tensor, location.path(), "its shape " + tensor.dims() + " does not fit " + needed + " bytes");
            }
            if (Files.size(file) - location.offset() < needed) {
                throw refused(
                        tensor,
                        location.path(),
                        "the file has " + Files.size(file) + " bytes, and the constant needs " + needed
                                + " bytes from byte " + location.offset() + " on");
            }
        } catch (IOException e) {
            throw new ModelLoadException("Cannot load the model: the file '" + location.path() + "' is unreadable.", e);
        }
    }

    private static Path inside(TensorProto tensor, String path, Path folder) {
        try {
            Path relative = Path.of(path);
            if (relative.isAbsolute() || path.startsWith("/") || path.contains("\\") || path.contains(":")) {
                throw refused(tensor, path, "only a path relative to the model's folder is allowed");
            }
            for (Path part : relative) {
                if (part.toString().equals("..")) {
                    throw refused(tensor, path, "it would leave the model's folder");
                }
            }
            Path file = folder.resolve(relative);
            if (!Files.isRegularFile(file)) {
                throw refused(tensor, path, "there is no such file beside the model");
            }
            Path real = file.toRealPath();
            if (!real.startsWith(folder.toRealPath())) {
                throw refused(tensor, path, "it is a link that leaves the model's folder");
            }
            return real;
        } catch (InvalidPathException e) {
            throw refused(tensor, path, "it is not a valid path");
        } catch (IOException e) {
            throw new ModelLoadException("Cannot load the model: the file '" + path + "' is unreadable.", e);
        }
    }

    private static ModelLoadException refused(TensorProto tensor, String path, String why) {
        return new ModelLoadException("Cannot load the constant '" + tensor.name() + "' from '" + path + "': " + why
                + ". Put the external data beside the model, as it was exported.");
    }
}
