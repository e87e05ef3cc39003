package io.github.gradcam4j.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a program that measures something in a process of its own, and prints what it found as JSON in its last line. */
final class Child {
    private Child() {}

    /** Runs a class of the benchmarks in a new virtual machine like this one. */
    static Map<String, Object> java(Class<?> main, String... arguments) throws IOException, InterruptedException {
        return run(command(main, List.of(), List.of(arguments)));
    }

    /** Returns the command that runs a class of the benchmarks in a new virtual machine. */
    static List<String> command(Class<?> main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Runs a command; what it writes to standard error is shown. */
    static Map<String, Object> run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("OMP_WAIT_POLICY", "passive");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + " failed with exit code " + process.exitValue());
        }
        List<String> lines = output.strip().lines().toList();
        if (lines.isEmpty()) {
            throw new IllegalStateException(command + " printed nothing");
        }
        return JSON.std.mapFrom(lines.get(lines.size() - 1));
    }
}
