package io.github.gradcam4j.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is a named module compiles against ours and finds their plug-ins on the module path. */
class NamedModuleTest {
    @TempDir
    Path folder;

    @Test
    void a_named_module_finds_the_plug_ins() throws IOException, InterruptedException {
        Path sources = folder.resolve("src");
        Path info = write(
                sources.resolve("module-info.java"),
                "module consumer { requires io.github.gradcam4j.core; requires io.github.gradcam4j.onnx;"
                        + " requires io.github.gradcam4j.models; }");
        Path main = write(sources.resolve("consumer/Main.java"), """
                package consumer;

                import io.github.gradcam4j.discovery.Platform;

                public final class Main {
                    public static void main(String[] arguments) {
                        Platform platform = Platform.discover();
                        platform.backends().all().forEach(p -> System.out.println("backend " + p.id()));
                        platform.kernels().all().forEach(p -> System.out.println("kernel " + p.id()));
                        platform.methods().all().forEach(p -> System.out.println("method " + p.id()));
                        platform.targets().all().forEach(p -> System.out.println("target " + p.id()));
                        platform.models().all().forEach(p -> System.out.println("model " + p.id()));
                        platform.issues().forEach(System.out::println);
                    }
                }
                """);
        Path classes = folder.resolve("classes");
        String modulePath = modulePath();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        boolean compiled = compiler.getTask(
                        errors,
                        null,
                        null,
                        List.of("-proc:none", "-p", modulePath, "-d", classes.toString()),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(info, main))
                .call();
        assertThat(compiled).as(errors.toString()).isTrue();

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-p",
                        modulePath + File.pathSeparator + classes,
                        "-m",
                        "consumer/consumer.Main")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines())
                .containsExactly(
                        "backend onnx",
                        "kernel cpu",
                        "method grad-cam",
                        "method grad-cam-l2",
                        "method hires-cam",
                        "method occlusion",
                        "method score-cam",
                        "target class",
                        "target not",
                        "target rank",
                        "target top",
                        "model efficientnet-lite0",
                        "model sentiment");
    }

    private static String modulePath() {
        Stream<Path> ours = Stream.of("core", "onnx", "models")
                .map(name -> OurModules.location(OurModules.all().get(name)));
        Stream<Path> engines = Arrays.stream(OurModules.classPath())
                .filter(entry -> entry.getFileName().toString().startsWith("onnxruntime"));
        return Stream.concat(ours, engines).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
