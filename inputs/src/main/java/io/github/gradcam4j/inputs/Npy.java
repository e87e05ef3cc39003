package io.github.gradcam4j.inputs;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.inputs.internal.array.NpyFile;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.file.Path;

/**
 * Reads NumPy array files ({@code .npy}, format versions 1 to 3): booleans, integers and floating-point numbers, either
 * byte order, row-major or Fortran order. Thread-safe.
 *
 * <p>The result is row-major, in direct memory of native byte order, with unknown layout. The file must be exactly as long
 * as its header says. Object arrays (which are programs), records, strings and complex numbers are refused.
 */
public final class Npy {
    private Npy() {}

    /**
     * Reads an array file.
     *
     * @param file the file
     * @return the array
     * @throws InputException if the file is missing, damaged or holds elements of another kind
     */
    public static Tensor read(Path file) {
        return NpyFile.read(SmallFiles.read(file), String.valueOf(file.getFileName()));
    }

    /**
     * Reads an array from memory.
     *
     * @param bytes the content of a {@code .npy} file
     * @param name a short name for messages
     * @return the array
     * @throws InputException if the content is damaged or holds elements of another kind
     */
    public static Tensor read(byte[] bytes, String name) {
        return NpyFile.read(bytes, name);
    }
}
