package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.UnsupportedModelException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingRulesTest {
    private static Model with(long opset) {
        Model model = new Model(opset);
        model.input("x", Samples.spread(1, 2, 3, 4, 5));
        return model;
    }

    @ParameterizedTest
    @CsvSource({
        "linear,zeros,0", "linear,zeros,1", "linear,border,0", "linear,border,1", "linear,reflection,0",
        "linear,reflection,1", "nearest,zeros,0", "nearest,zeros,1", "nearest,border,0", "nearest,border,1",
        "nearest,reflection,0", "nearest,reflection,1"
    })
    void samples_within_and_far_outside_are_exact(String mode, String padding, int corners) {
        Model model = with(20);
        model.floats("grid", Samples.between(2, -2.9, 2.9, 2, 3, 6, 2));
        String y = model.node(
                "GridSample", List.of("x", "grid"), "mode", mode, "padding_mode", padding, "align_corners", corners);
        GradientCheck.check(model, y, false);
    }

    @ParameterizedTest
    @CsvSource({"zeros", "border", "reflection"})
    void volumes_are_sampled_too(String padding) {
        Model model = new Model(20);
        model.input("x", Samples.spread(1, 2, 2, 3, 4, 2));
        model.floats("grid", Samples.between(2, -1.5, 1.5, 2, 2, 3, 2, 3));
        GradientCheck.check(model, model.node("GridSample", List.of("x", "grid"), "padding_mode", padding), false);
    }

    @Test
    void places_may_follow_the_batch_and_have_older_names() {
        Model model = with(16);
        model.floats("places", Samples.between(2, -1.2, 1.2, 1, 3, 6, 2));
        String mean = model.node("ReduceMean", List.of(model.node("Mul", List.of("x", "x"))), "axes", new long[] {1});
        String one = model.node("ReduceMean", List.of(model.node("Sign", List.of(mean))), "axes", new long[] {2, 3});
        String grid = model.node("Mul", List.of(one, "places"));
        GradientCheck.check(model, model.node("GridSample", List.of("x", grid), "mode", "bilinear"), true);
    }

    @Test
    void places_that_depend_on_the_layer_are_refused() {
        Model model = with(16);
        model.input("grid", Samples.between(2, -1.2, 1.2, 2, 3, 6, 2));
        String y = model.node("GridSample", List.of("x", "grid"));
        assertThatThrownBy(() -> Tables.differentiate(model, y, Seed.COTANGENT, "x", "grid"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("has no exact gradient rule with respect to its input 'grid'");
    }

    @Test
    void polynomials_are_refused() {
        Model model = with(20);
        model.floats("grid", Samples.between(2, -1.2, 1.2, 2, 3, 6, 2));
        String y = model.node("GridSample", List.of("x", "grid"), "mode", "cubic");
        assertThatThrownBy(() -> Tables.differentiate(model, y, Seed.COTANGENT, "x"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("GridSample (node 'node0') interpolates by polynomials (mode 'cubic')");
    }
}
