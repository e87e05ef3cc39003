package io.github.gradcam4j.cli;

import io.github.gradcam4j.spi.InputReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the arguments INPUT... into the list of what is explained: files, folders, globs, standard input. */
final class InputFiles {
    private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

    private final Set<String> extensions;
    private final InputFile stdin;
    private final Map<Object, InputFile> found = new LinkedHashMap<>();

    private InputFiles(List<InputReader> readers, InputStream stdin) {
        this.extensions =
                readers.stream().flatMap(reader -> reader.extensions().stream()).collect(Collectors.toSet());
        this.stdin = new PipedInput(stdin, readers);
    }

    /**
     * Expands arguments in their order. A file that is named twice is explained once; what leads to no file stays in the
     * list and fails when its turn comes, so that the others are done.
     */
    static List<InputFile> expand(List<String> arguments, List<InputReader> readers, InputStream stdin) {
        InputFiles files = new InputFiles(readers, stdin);
        arguments.forEach(files::add);
        return List.copyOf(files.found.values());
    }

    private void add(String argument) {
        if (argument.equals("-")) {
            found.putIfAbsent("-", stdin);
            return;
        }
        if (argument.isEmpty()) {
            throw new IllegalArgumentException(
                    "an INPUT is empty, perhaps an unset variable. Name a file, or . for this folder");
        }
        try {
            Path path = path(argument);
            if (path != null && Files.isDirectory(path)) {
                addFolder(argument, path);
            } else if (path != null && Files.exists(path)
                    || !GLOB.matcher(argument).find()) {
                addFile(Path.of(argument));
            } else {
                addGlob(argument);
            }
        } catch (IOException | InvalidPathException e) {
            absent(argument, "'" + argument + "' cannot be read: " + e.getMessage() + ". Check the path");
        }
    }

    /** A glob is no legal path on every system. */
    private static @Nullable Path path(String argument) {
        try {
            return Path.of(argument);
        } catch (InvalidPathException e) {
            if (GLOB.matcher(argument).find()) {
                return null;
            }
            throw e;
        }
    }

    private void addFile(Path file) throws IOException {
        Object key = Files.exists(file) ? file.toRealPath() : file;
        found.putIfAbsent(key, new InputFile.OnDisk(file));
    }

    private void absent(String argument, String reason) {
        found.putIfAbsent(argument, new InputFile.Absent(argument, reason));
    }

    private void addFolder(String argument, Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = EarlierResults.without(
                    entries.filter(this::isInput).sorted().toList());
        }
        if (!files.stream().allMatch(file -> InputFile.isText(file.toString()))) {
            // Beside pictures, a text is a licence or a list of labels rather than a document.
            files = files.stream()
                    .filter(file -> !InputFile.isText(file.toString()))
                    .toList();
        }
        if (files.isEmpty()) {
            absent(
                    argument,
                    "the folder '" + argument + "' has no file of a known kind ("
                            + extensions.stream().sorted().collect(Collectors.joining(", "))
                            + "). Folders below it are not searched; a glob such as '" + argument + "/**.jpg' does");
        }
        for (Path file : files) {
            addFile(file);
        }
    }

    private boolean isInput(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return !name.startsWith(".")
                && extensions.contains(name.substring(name.lastIndexOf('.') + 1))
                && Files.isRegularFile(file);
    }

    private void addGlob(String argument) throws IOException {
        String glob = argument.replace('\\', '/');
        int fixed = glob.lastIndexOf(
                '/', GLOB.matcher(glob).results().findFirst().orElseThrow().start());
        Path root = Path.of(fixed < 0 ? "." : fixed == 0 ? "/" : glob.substring(0, fixed));
        PathMatcher matcher;
        try {
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob.substring(fixed + 1));
        } catch (IllegalArgumentException e) {
            absent(argument, "the pattern '" + argument + "' is not understood: " + e.getMessage());
            return;
        }
        List<Path> files = List.of();
        if (Files.isDirectory(root)) {
            try (Stream<Path> entries = Files.walk(root, depth(glob.substring(fixed + 1)))) {
                files = entries.filter(Files::isRegularFile)
                        .filter(file -> matcher.matches(root.relativize(file)))
                        .sorted()
                        .toList();
            }
        }
        if (files.isEmpty()) {
            absent(argument, "no file matches '" + argument + "'. Check the pattern");
        }
        for (Path file : files) {
            addFile(fixed < 0 ? root.relativize(file) : file);
        }
    }

    private static int depth(String pattern) {
        return pattern.contains("**")
                ? Integer.MAX_VALUE
                : (int) Stream.of(pattern.split("/")).count();
    }
}
