package io.github.gradcam4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TablesTest {
    @Test
    void rows_with_different_columns_share_one_table() {
        String table = Tables.table(Map.of(
                "benchmark",
                "speed",
                "machine",
                Map.of("cores", 2),
                "rows",
                List.of(Map.of("ms", 1.5), Map.of("cpu", 3))));

        assertThat(table).isEqualTo("""
                        ## speed

                        cores: 2

                        | ms | cpu |
                        | --- | --- |
                        | 1.5 |  |
                        |  | 3 |
                        """);
    }
}
