package io.github.gradcam4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmhTest {
    private static final String SMALL =
            "-f 0 -wi 0 -i 3 -r 1ms -p shape=4x3x2 -p targets=1,2 -p items=1 -p weighting=ELEMENTWISE -prof gc";

    @TempDir
    private Path folder;

    @BeforeAll
    static void others_may_measure_meanwhile() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Test
    void rows_have_parameters_the_median_of_all_iterations_and_what_was_allocated() throws Exception {
        Path file = folder.resolve("sums.json");
        List<String> arguments = new java.util.ArrayList<>(List.of(file.toString(), "KernelBenchmark"));
        arguments.addAll(List.of(SMALL.split(" ")));

        Jmh.main(arguments.toArray(String[]::new));

        List<Figures.Row> rows = Figures.read(file).rows();
        assertThat(rows).extracting(row -> row.cells().get("targets")).containsExactlyInAnyOrder(1, 2);
        assertThat(rows).allSatisfy(row -> {
            Map<String, Object> cells = row.cells();
            assertThat(cells).containsEntry("shape", "4x3x2").containsEntry("iterations", 3);
            assertThat(cells)
                    .containsKeys(
                            "device", "layout", "weighting", "items", "heap bytes", "cpu us", "cpu low", "cpu high");
            double median = row.number("us").orElseThrow();
            assertThat(median).isPositive();
            assertThat(row.number("low").orElseThrow()).isPositive().isLessThanOrEqualTo(median);
            assertThat(row.number("high").orElseThrow()).isGreaterThanOrEqualTo(median);
        });
    }

    @Test
    void callers_double_up_to_the_number_of_cores() {
        assertThat(Threads.callers(1)).containsExactly(1);
        assertThat(Threads.callers(2)).containsExactly(1, 2);
        assertThat(Threads.callers(6)).containsExactly(1, 2, 4, 6);
        assertThat(Threads.callers(8)).containsExactly(1, 2, 4, 8);
    }
}
