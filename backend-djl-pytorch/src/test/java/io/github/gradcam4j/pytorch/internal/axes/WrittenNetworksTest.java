package io.github.gradcam4j.pytorch.internal.axes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenNetworksTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "convolutions",
                "channels-last",
                "volumes",
                "tokens",
                "windows",
                "selections",
                "attention",
                "text",
                "steps-first",
                "control",
                "traced",
                "in-place"
            })
    void axes_count_what_operators_make_of_them(String name) {
        Network network = Network.read(name);

        assertThat(network.layouts()).isNotEmpty().isEqualTo(network.expected());
    }
}
