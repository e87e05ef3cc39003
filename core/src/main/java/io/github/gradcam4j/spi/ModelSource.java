package io.github.gradcam4j.spi;

import io.github.gradcam4j.internal.explain.FileModelSource;
import io.github.gradcam4j.internal.explain.Sha256;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** Is where a model comes from: a file, a folder, or a resource of a jar. */
public interface ModelSource {
    /**
     * Returns the file name.
     *
     * @return such as {@code resnet50.onnx}
     */
    String name();

    /**
     * Returns the file or folder.
     *
     * @return empty for a resource
     */
    Optional<Path> path();

    /**
     * Returns the content of a file or resource.
     *
     * @return a read-only buffer, mapped where possible; each call returns a buffer of its own
     * @throws io.github.gradcam4j.ModelLoadException if it cannot be read, or is a folder
     */
    ByteBuffer bytes();

    /**
     * Reads a small file beside the model.
     *
     * @param fileName a name without folders
     * @return the content, or empty if there is no such file
     * @throws io.github.gradcam4j.ModelLoadException if it is there but cannot be read
     */
    Optional<byte[]> sibling(String fileName);

    /**
     * Returns the SHA-256 of the content.
     *
     * @return lower-case hexadecimal; empty for a folder
     */
    default Optional<String> sha256() {
        return Optional.of(Sha256.of(bytes()));
    }

    /**
     * Returns the name of the sidecar file that belongs to this model.
     *
     * @return the name without extension, and {@code .gradcam.json}
     */
    default String sidecarName() {
        int dot = name().lastIndexOf('.');
        return (dot > 0 ? name().substring(0, dot) : name()) + ".gradcam.json";
    }

    /**
     * Opens a model file or folder.
     *
     * @param path the file or folder
     * @return its source
     * @throws io.github.gradcam4j.ModelLoadException if there is no such file
     */
    static ModelSource of(Path path) {
        return FileModelSource.of(path);
    }
}
