package io.github.gradcam4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
    private static Layout layout(String text) {
        return Layout.of(text.chars()
                .mapToObj(letter -> Arrays.stream(Axis.values())
                        .filter(axis -> Layout.of(axis).toString().charAt(0) == letter)
                        .findFirst()
                        .orElseThrow())
                .toArray(Axis[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NCHW", "NHWC", "NCDHW", "NDHWC", "NCT", "NTC", "TNC", "NPC", "CNHW", "HWNC"})
    void has_maps(String text) {
        assertThat(layout(text).hasMaps()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NCWH", "NWHC", "NHDWC", "NHCW", "NWCH", "NCH?", "NC", "CHW", "NHW", "N?HW"})
    void has_none(String text) {
        assertThat(layout(text).hasMaps()).isFalse();
    }
}
