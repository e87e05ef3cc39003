package io.github.gradcam4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InterleavedTest {
    @Test
    void every_round_runs_each_contestant_once_and_the_order_changes() throws Exception {
        List<String> ran = new ArrayList<>();

        Interleaved times = Interleaved.measure(2, 30, List.of(() -> ran.add("a"), () -> ran.add("b")));

        Set<List<String>> orders = new HashSet<>();
        for (int round = 0; round < 32; round++) {
            List<String> order = ran.subList(2 * round, 2 * round + 2);
            assertThat(order).containsExactlyInAnyOrder("a", "b");
            orders.add(List.copyOf(order));
        }
        assertThat(ran).hasSize(64);
        assertThat(orders).hasSize(2);
        assertThat(times.wall(0)).hasSize(30);
        assertThat(times.cpu(1)).hasSize(30);
    }
}
