package io.github.gradcam4j.discovery;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles plug-ins at test time and puts them, whole or broken, on a class path of their own. */
final class PluginFolder {
    private final Path folder;
    private final List<String> lines = new ArrayList<>();

    PluginFolder(Path folder) {
        this.folder = folder;
    }

    /** Adds a class of a package to the folder without naming it in a services file. */
    PluginFolder compile(String packageName, String className, String body) throws IOException {
        Path source = folder.resolve(packageName.replace('.', '/')).resolve(className + ".java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, "package " + packageName + "; " + body);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        String path = folder + java.io.File.pathSeparator + System.getProperty("java.class.path");
        boolean compiled = compiler.getTask(
                        errors,
                        null,
                        null,
                        List.of("-proc:none", "-cp", path, "-d", folder.toString()),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();
        if (!compiled) {
            throw new AssertionError(errors.toString());
        }
        Files.delete(source);
        return this;
    }

    /** Adds a target provider with an id and, perhaps, further members. */
    PluginFolder provider(String className, String id, String members) throws IOException {
        return provider("plugins", className, "", id, members);
    }

    PluginFolder provider(String packageName, String className, String parent, String id, String members)
            throws IOException {
        compile(
                packageName,
                className,
                "public class " + className + parent + " implements io.github.gradcam4j.spi.TargetProvider {"
                        + " public String id() { return \"" + id + "\"; }"
                        + " public String syntax() { return \"s\"; }"
                        + " public String description() { return \"d\"; }"
                        + " public java.util.List<io.github.gradcam4j.spi.ExplanationTarget> parse("
                        + "String a, io.github.gradcam4j.Labels l) { return java.util.List.of(); }"
                        + members + "}");
        return names(packageName + "." + className);
    }

    PluginFolder names(String line) {
        lines.add(line);
        return this;
    }

    PluginFolder delete(String className) throws IOException {
        Files.delete(folder.resolve("plugins/" + className + ".class"));
        return this;
    }

    URLClassLoader loader() throws IOException {
        Path services = folder.resolve("META-INF/services/io.github.gradcam4j.spi.TargetProvider");
        Files.createDirectories(services.getParent());
        Files.write(services, lines);
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, PluginFolder.class.getClassLoader());
    }
}
