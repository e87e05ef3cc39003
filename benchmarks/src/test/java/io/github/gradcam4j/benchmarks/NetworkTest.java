package io.github.gradcam4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @Test
    void the_generated_network_has_the_weights_of_resnet_50() {
        // 25,557,032 parameters in torchvision, of which batch normalisation has 26,560 pairs; folded, one bias of
        // each.
        int parameters = 25_557_032 - 2 * 26_560 + 26_560;

        assertThat(ResNet50.file().length).isBetween(4 * parameters, 4 * parameters + 20_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"efficientnet-b0", "vit-s16"})
    void generated_networks_run_and_have_gradients_at_early_layers(String name) {
        Network network = Network.named(name);
        String early = name.equals("vit-s16") ? "patches:0" : "stem:0.silu:0";
        try (RawMap map = new RawMap(network, network.picture(), 1, 1, early)) {
            float[] values = map.compute();
            assertThat(values)
                    .hasSizeGreaterThan(100)
                    .doesNotContain(Float.NaN)
                    .doesNotContain(Float.POSITIVE_INFINITY);
            assertThat(IntStream.range(0, values.length)
                            .filter(i -> values[i] > 0)
                            .count())
                    .isPositive();
        }
    }

    @Test
    void its_default_layer_is_the_last_relu_and_its_maps_are_finite_and_not_flat() {
        Network network = Network.named("resnet50");
        Tensor picture = network.picture();
        try (RawMap map = new RawMap(network, picture, 1, 1)) {
            assertThat(map.layer().name()).isEqualTo("layer4.2.add:0.relu:0");
            float[] values = map.compute();
            assertThat(values).hasSize(49).doesNotContain(Float.NaN).doesNotContain(Float.POSITIVE_INFINITY);
            assertThat(IntStream.range(0, 49).filter(i -> values[i] > 0).count())
                    .isPositive();
        }
    }
}
