package io.github.gradcam4j.cli;

import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.spi.WholeFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Is where results go. Earlier results are replaced; what this command reads, or has just written, never is. */
final class ResultFolder {
    private final Path folder;
    private final Set<Path> read = new HashSet<>();
    private final Map<Path, String> written = new HashMap<>();

    private ResultFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder if it is missing, and tries it, before any work is done.
     *
     * @throws IllegalArgumentException if nothing can be written there
     */
    static ResultFolder open(Path folder, Collection<Path> inputs) {
        if (folder.toString().isEmpty()) {
            throw new IllegalArgumentException(
                    "the name of the output folder is empty, perhaps an unset variable. Name one, or . for this one");
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "the output folder '" + folder + "' is a file. Choose a folder with -o, it is made if missing");
        }
        Path probe = folder.resolve(".gradcam4j-" + ProcessHandle.current().pid() + ".part");
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(Files.createFile(probe));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "nothing can be written to the output folder '" + folder + "' (" + reason(e)
                            + "). Choose another one with -o",
                    e);
        }
        ResultFolder results = new ResultFolder(folder);
        for (Path input : inputs) {
            results.read.add(real(input));
        }
        return results;
    }

    /** Keeps a file for what is written there later. */
    void keep(Path file, String owner) {
        written.put(real(file), owner);
    }

    /**
     * Writes a file, whole or not at all.
     *
     * @param name its name
     * @param owner what it shows; the same content is written once, another one under the same name is refused
     * @param body writes the content
     */
    Path write(String name, String owner, WholeFile.Body body) {
        Path file = folder.resolve(name).normalize();
        Path key = real(file);
        if (read.contains(key)) {
            throw new GradCamException(
                    "'" + file + "' is one of the inputs and would be overwritten. Choose another folder with -o");
        }
        String earlier = written.putIfAbsent(key, owner);
        if (earlier == null) {
            WholeFile.write(file, body);
        } else if (!earlier.equals(owner)) {
            throw new GradCamException("'" + file + "' is the file of " + earlier + ", and " + owner
                    + " has the same file name. Ask for them in two commands with different folders (-o)");
        }
        return file;
    }

    /** Most messages of the file system are just the path. */
    private static String reason(IOException e) {
        return e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : e.getClass().getSimpleName();
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }
}
