package io.github.gradcam4j.tensorflow.internal.keras.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void an_option_that_nobody_reads_is_refused_unless_it_says_no() {
        Options options = new Options(Map.of("units", 3, "kernel_initializer", "zeros", "sparkle", false));
        assertThatThrownBy(options::requireAllRead)
                .isInstanceOf(Unsupported.class)
                .hasMessageContaining("its option 'units' = 3 is unknown");
        assertThat(options.whole("units")).isEqualTo(3);
        assertThatCode(options::requireAllRead).doesNotThrowAnyException();
    }

    @Test
    void one_number_stands_for_all_axes() {
        Options options = new Options(Map.of("strides", 2, "pool_size", List.of(2, 3), "size", List.of(1, 2, 3)));
        assertThat(options.perAxis("strides", 3, 1)).containsExactly(2L, 2L, 2L);
        assertThat(options.perAxis("pool_size", 2, 1)).containsExactly(2L, 3L);
        assertThat(options.perAxis("dilation_rate", 2, 1)).containsExactly(1L, 1L);
        assertThatThrownBy(() -> options.perAxis("size", 2, 1)).isInstanceOf(BrokenNetwork.class);
    }

    @Test
    void a_number_that_is_none_is_named() {
        Options options = new Options(Map.of("units", "many", "rate", 1.5));
        assertThatThrownBy(() -> options.whole("units")).hasMessageContaining("'units' is many");
        assertThatThrownBy(() -> options.whole("rate")).hasMessageContaining("'rate' is 1.5");
        assertThatThrownBy(() -> options.whole("filters")).hasMessageContaining("lacks its option 'filters'");
    }
}
