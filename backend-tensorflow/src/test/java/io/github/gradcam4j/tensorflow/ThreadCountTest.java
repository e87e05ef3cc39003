package io.github.gradcam4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.ModelOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The number of threads holds within operators as well, whose threads TensorFlow makes once for a process, with the first session:
 * the one that reads the weights. In processes of their own; Linux tells the names of threads.
 */
@EnabledOnOs(OS.LINUX)
class ThreadCountTest {
    /** Opens a model with a number of threads, and prints the names of all threads that Linux knows. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            Fixture fixture = Fixture.named(arguments[0]);
            ModelOptions given = fixture.options();
            ModelOptions options = new ModelOptions(
                    given.device(), OptionalInt.of(Integer.parseInt(arguments[1])), given.shapes(), Optional.empty());
            try (GradientModel model = new TensorFlowBackend().open(fixture.source(), options)) {
                model.signature();
                try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
                    for (Path thread : threads.toList()) {
                        System.out.print("thread " + Files.readString(thread.resolve("comm")));
                    }
                }
            }
        }
    }

    @Test
    void holds_within_operators_and_between_them() throws IOException, InterruptedException {
        int pools = 2;
        assertThat(count(3) - count(1)).isEqualTo(pools * (3 - 1));
    }

    private static int count(int threads) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dfixtures.dir=" + System.getProperty("fixtures.dir"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        command.addAll(List.of("residual.savedmodel3", String.valueOf(threads)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        // The threads of native code have the name of the one that made them; those of Java have their own.
        return (int) output.lines().filter("thread java"::equals).count();
    }
}
