package io.github.gradcam4j.pytorch.internal.program;

import io.github.gradcam4j.pytorch.internal.syntax.Function;
import io.github.gradcam4j.pytorch.internal.syntax.Source;
import io.github.gradcam4j.pytorch.internal.syntax.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The code of an archive, read file by file when it is needed. {@code __torch__.a.b.C} is the type or function C of the
 * file {@code code/__torch__/a/b.py}. Thread-safe.
 */
public final class Program {
    /** Where the text of a file comes from. */
    @FunctionalInterface
    public interface Files {
        /** Returns the text of a file such as {@code code/__torch__/a/b.py}, if there is one. */
        Optional<String> text(String path);
    }

    private final Files files;
    private final String root;
    private final ConcurrentHashMap<String, Optional<Source>> sources = new ConcurrentHashMap<>();

    /**
     * Wraps the code.
     *
     * @param files where it comes from
     * @param root the qualified name of the model's type
     */
    public Program(Files files, String root) {
        this.files = files;
        this.root = root;
    }

    /** Returns the qualified name of the model's type. */
    public String root() {
        return root;
    }

    /** Returns the path of the file in which a type or function is. */
    public static String path(String qualified) {
        int dot = qualified.lastIndexOf('.');
        return "code/" + qualified.substring(0, Math.max(0, dot)).replace('.', '/') + ".py";
    }

    /** Returns a file's content, if there is such a file. */
    public Optional<Source> source(String path) {
        return sources.computeIfAbsent(path, key -> files.text(key).map(Source::parse));
    }

    /** Returns all files that were read. */
    public List<Source> sources() {
        return sources.values().stream().flatMap(Optional::stream).toList();
    }

    /** Finds a type by its qualified name. */
    public Optional<Type> type(String qualified) {
        return qualified.startsWith("__torch__")
                ? source(path(qualified)).map(source -> source.types().get(last(qualified)))
                : Optional.empty();
    }

    /** Finds a function by its qualified name. */
    public Optional<Function> function(String qualified) {
        return qualified.startsWith("__torch__")
                ? source(path(qualified)).map(source -> source.functions().get(last(qualified)))
                : Optional.empty();
    }

    private static String last(String qualified) {
        return qualified.substring(qualified.lastIndexOf('.') + 1);
    }
}
