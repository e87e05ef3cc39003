package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.Version;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Describes the machine of a measurement: what explains the figures, and nothing that names the machine. */
final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    static Map<String, Object> describe(Map<String, String> runtimes) {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cpu", cpu());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put(
                "load",
                Results.rounded(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        machine.putAll(runtimes);
        machine.put("gradcam4j", Version.current());
        return machine;
    }

    private static String cpu() {
        try (Stream<String> lines = Files.isReadable(CPU_INFO) ? Files.lines(CPU_INFO) : macOs()) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static Stream<String> macOs() throws IOException {
        Process process = new ProcessBuilder("sysctl", "-n", "machdep.cpu.brand_string").start();
        String name = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Stream.of("model name: " + name.strip());
    }
}
