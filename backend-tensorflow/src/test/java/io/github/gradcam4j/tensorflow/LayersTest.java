package io.github.gradcam4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What layers' axes count, and which layer is taken when none is named. */
class LayersTest {
    /**
     * Where a layer's result has rows, columns or steps by its shape alone: rows of several pictures in one, channels that were
     * moved between them, steps backwards.
     */
    private static final Set<String> WITHOUT_PLACES = Set.of(
            "merges/permute",
            "merges/reshape",
            "merges/dot",
            "merges/cosine",
            "merges/repeat",
            "first-channels/bn",
            "first-channels/prelu",
            "recurrent/backwards");

    static List<Fixture> fixtures() {
        return Stream.of(".", "layers")
                .flatMap(path -> Fixture.below(path).stream())
                .filter(fixture -> !fixture.name().matches("conv-lstm.*|attentions3.keras"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void layouts_are_those_that_keras_knows(Fixture fixture) {
        String network = fixture.name().substring(0, fixture.name().indexOf('.'));
        try (GradientModel model = fixture.open()) {
            List<LayerInfo> layers = model.layers(shapes(fixture, model));
            for (Fixture.Layer layer : fixture.layers()) {
                String name = layer.ref().toString();
                Shape shape = layer.activations().shape();
                boolean hasMap = shape.rank() > 2 && cells(shape, layer.layout().orElse("")) > 1;
                if (hasMap && !WITHOUT_PLACES.contains(network + "/" + name)) {
                    assertThat(layers)
                            .as(name)
                            .filteredOn(info -> info.isCalled(name))
                            .extracting(info -> info.layout().toString())
                            .containsExactly(layer.layout().orElseThrow());
                }
            }
        }
    }

    private static long cells(Shape shape, String layout) {
        long cells = 1;
        for (int axis = 0; axis < layout.length(); axis++) {
            cells *= "NC".indexOf(layout.charAt(axis)) >= 0 ? 1 : shape.dim(axis);
        }
        return cells;
    }

    private static Map<String, Shape> shapes(Fixture fixture, GradientModel model) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        fixture.inputs(model).forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }

    @ParameterizedTest
    @CsvSource({
        "residual.savedmodel3, top_activation",
        "residual.savedmodel2, top_activation",
        "layers/gru-reset.keras, gru1",
        "vgg.savedmodel3, max_pooling2d_1",
        "text-convolutions.savedmodel2, conv1d_3",
        "text-convolutions.savedmodel3, conv1d_3",
        "text-bilstm.savedmodel3, lstm_last",
        "layers/series.keras, drop",
        "text-lstm.savedmodel2, conv",
        "layers/gru.savedmodel3, gru1",
        "layers/encoder.savedmodel3, norm_b_0",
        "layers/encoder-padded3.keras, norm_b_0",
        "layers/norms.savedmodel3, layer_norm_all",
        "layers/two-inputs.savedmodel3, max",
        "layers/volume.keras, conv3",
        "layers/segmentation.savedmodel2, skip",
        "special/swin.savedmodel, merge",
        "applications/mobilenet-v3-keras2.savedmodel2, multiply_5",
    })
    void the_last_layer_is_taken_that_everything_passes_and_whose_positions_matter(String name, String layer) {
        Fixture fixture = Fixture.named(name);
        ExplainerOptions options = ExplainerOptions.defaults();
        try (GradientModel model = fixture.open()) {
            for (Map.Entry<String, Shape> input : shapes(fixture, model).entrySet()) {
                options = options.withShape(input.getKey(), input.getValue());
            }
        }
        try (Explainer explainer = Explainer.open(fixture.source(), options)) {
            assertThat(explainer.defaultLayer().isCalled(layer))
                    .as(explainer.defaultLayer().ref().toString())
                    .isTrue();
        }
    }
}
