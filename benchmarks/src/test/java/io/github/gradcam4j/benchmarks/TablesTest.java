package io.github.gradcam4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TablesTest {
    @Test
    void rows_with_different_columns_share_one_table_and_numbers_stand_at_the_right() {
        String table = Tables.table(List.of(
                new Figures.Row(Map.of("ms", 1.5)),
                new Figures.Row(Map.of("cpu", 3)),
                new Figures.Row(Map.of("remark", "a | b"))));

        assertThat(table).isEqualTo("""
                        | ms | cpu | remark |
                        | ---: | ---: | --- |
                        | 1.5 |  |  |
                        |  | 3 |  |
                        |  |  | a \\| b |
                        """);
    }
}
