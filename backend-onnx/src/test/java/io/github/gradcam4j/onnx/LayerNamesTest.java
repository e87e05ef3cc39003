package io.github.gradcam4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Names that users know from PyTorch lead to the value that holds the module's output, in the files of both exporters. */
class LayerNamesTest {
    static List<Fixture> fixtures() {
        return Fixture.all();
    }

    /** Version conversion strips the scopes from files of the newest operator sets, and so does optimisation from dynamo's. */
    static List<Fixture> fixturesWithScopes() {
        return fixtures().stream()
                .filter(fixture ->
                        !fixture.name().endsWith(".dy25") && !fixture.name().endsWith(".dy18-extended"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("fixturesWithScopes")
    void a_module_path_means_the_output_that_the_module_has_in_torch(Fixture fixture) {
        try (GradientModel model = open(fixture)) {
            List<Fixture.Layer> modules =
                    fixture.layers().stream().filter(this::isModule).toList();
            assertThat(modules).isNotEmpty();
            List<LayerRef> refs =
                    modules.stream().map(layer -> LayerRef.of(layer.module())).toList();
            try (Pass pass = model.run(PassRequest.forward(Map.of(fixture.inputName(), fixture.input()), refs))) {
                for (Fixture.Layer layer : modules) {
                    RecordedGradientsTest.assertClose(
                            layer.module(), pass.activations(LayerRef.of(layer.module())), layer.activations());
                }
            }
        }
    }

    /**
     * A normalisation that an exporter folded away left no name, nor the convolution that holds it a value; the NHWC layers
     * never were modules; and where a value is called like a module, the name means the value.
     */
    private boolean isModule(Fixture.Layer layer) {
        boolean folded = layer.fixture().name().contains(".ts")
                && !layer.fixture().name().contains("-keep")
                && layer.module().contains("bn");
        boolean holdsNormalisation =
                layer.fixture().name().startsWith("volume") && layer.module().equals("conv1");
        boolean isValueToo =
                layer.module().equals("permute") && layer.fixture().name().contains(".dy");
        return !folded && !holdsNormalisation && !isValueToo && !layer.module().startsWith("nhwc");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void every_name_means_one_layer(Fixture fixture) {
        List<LayerInfo> layers = layers(fixture);
        for (LayerInfo layer : layers) {
            for (String alias : layer.aliases()) {
                // A module may be called like another layer's value: nobody is answered by that name.
                if (layers.stream()
                        .noneMatch(other ->
                                other != layer && other.ref().toString().equals(alias))) {
                    assertThat(layers.stream().filter(other -> other.isCalled(alias)))
                            .as(alias)
                            .containsExactly(layer);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"resnet-basic.ts17", "resnet-basic.dy18"})
    void a_module_that_runs_twice_is_named_by_the_number_of_the_call(String name) {
        List<LayerInfo> layers = layers(Fixture.named(name));
        assertThat(layers).noneMatch(layer -> layer.isCalled("layer1.0.relu"));
        LayerInfo first = called(layers, "layer1.0.relu#0");
        LayerInfo second = called(layers, "layer1.0.relu#1");
        assertThat(layers.indexOf(first)).isLessThan(layers.indexOf(second));
        assertThat(second.isCalled("layer1.0")).isTrue();
    }

    private static LayerInfo called(List<LayerInfo> layers, String name) {
        return layers.stream().filter(layer -> layer.isCalled(name)).findFirst().orElseThrow();
    }

    private static List<LayerInfo> layers(Fixture fixture) {
        try (GradientModel model = new OnnxBackend().open(ModelSource.of(fixture.model()), ModelOptions.defaults())) {
            Shape shape = fixture.input().shape();
            return model.layers(Map.of(fixture.inputName(), shape));
        }
    }

    private static GradientModel open(Fixture fixture) {
        return new OnnxBackend().open(ModelSource.of(fixture.model()), ModelOptions.defaults());
    }
}
