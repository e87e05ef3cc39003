package io.github.gradcam4j.cli;

import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.discovery.Registry;
import io.github.gradcam4j.formatters.TerminalSummary.Colours;
import io.github.gradcam4j.spi.GradientBackend;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs command lines in this process, on the tiny model, in a folder of the test's own. */
final class CommandLineFixture {
    final Path folder;
    final TinyBackend backend = new TinyBackend();
    List<GradientBackend> backends = List.of(backend);
    byte[] stdin = {};
    boolean interactive;

    CommandLineFixture(Path folder) {
        this.folder = folder;
        file("tiny.model", "tiny");
    }

    /** What a command line left behind. */
    record Outcome(int exitCode, String out, String err) {}

    Outcome run(String... arguments) {
        return run(platform(), arguments);
    }

    /** Returns the tiny model's plug-ins, and those on the class path that fit any model. */
    Platform platform() {
        Platform all = Platform.discover();
        return new Platform(
                Registry.of("backend", backends),
                all.kernels(),
                all.methods(),
                all.targets(),
                Registry.of("reader", List.of(new TinyInputs.Pgm(), new TinyInputs.Numbers())),
                Registry.of("preparer", List.of(new TinyInputs.Preparer())),
                all.tokenizers(),
                all.profiles(),
                Registry.of("bundled model", List.of()),
                all.formatters());
    }

    /** Runs a command line with the plug-ins that are on the class path. */
    Outcome runInstalled(String... arguments) {
        return run(Platform.discover(), arguments);
    }

    private Outcome run(Platform platform, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(stdin),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive,
                Colours.NONE);
        int exitCode = Main.run(arguments, console, () -> platform);
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs {@code explain} on the tiny model, into the folder {@code out}. */
    Outcome explain(String... arguments) {
        return run(
                Stream.concat(Stream.of("explain", "-m", path("tiny.model"), "-o", path("out")), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    String path(String name) {
        return folder.resolve(name).toString();
    }

    Path file(String name, String content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a picture that is light at the left: class 0. */
    String picture(String name) {
        return file(name, pgm(240)).toString();
    }

    /** Writes a dark picture: class 1. */
    String darkPicture(String name) {
        return file(name, pgm(10)).toString();
    }

    static String pgm(int left) {
        return "P2 " + TinyBackend.WIDTH + " " + TinyBackend.HEIGHT + " 255 "
                + IntStream.range(0, TinyBackend.WIDTH * TinyBackend.HEIGHT)
                        .mapToObj(i -> Integer.toString(i % TinyBackend.WIDTH < 4 ? left : left / 2))
                        .collect(Collectors.joining(" "));
    }

    /** Lists the files below a folder. */
    List<String> files(String name) {
        try (Stream<Path> files = Files.walk(folder.resolve(name))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.resolve(name).relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
