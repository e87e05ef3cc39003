package io.github.gradcam4j.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file near 100 lines can be read at once; one over 300 needs a reason, which stands here. */
class FileLengthTest {
    private static final int MOST = 300;

    /** File names and why they are longer. */
    private static final Map<String, String> REASONS = Map.of(
            "ExplainRequest.java", "describes each question twice: where it is put, and where it is read",
            "Tensor.java", "is one value, and half of it is the description of its methods",
            "Emitter.java", "has a method for each operator that gradients are written with");

    @Test
    void files_of_the_library_are_short() throws IOException {
        Map<String, Long> lengths = new TreeMap<>();
        Path root = Path.of(System.getProperty("repository.dir"));
        for (Path module : children(root)) {
            Path sources = module.resolve("src/main/java");
            if (Files.isDirectory(sources)) {
                try (Stream<Path> files = Files.walk(sources)) {
                    for (Path file :
                            files.filter(f -> f.toString().endsWith(".java")).toList()) {
                        try (Stream<String> lines = Files.lines(file)) {
                            lengths.put(root.relativize(file).toString(), lines.count());
                        }
                    }
                }
            }
        }
        assertThat(lengths).hasSizeGreaterThan(200);
        assertThat(lengths.entrySet().stream()
                        .filter(file -> file.getValue() > MOST)
                        .filter(file -> !REASONS.containsKey(
                                Path.of(file.getKey()).getFileName().toString())))
                .as("files over %s lines without a reason", MOST)
                .isEmpty();
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory).toList();
        }
    }
}
