package io.github.gradcam4j.internal.method;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.MethodContext;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputPlaneTest {
    @Test
    void methods_with_gradients_are_offered_only_where_the_layer_has_some() {
        assertThatThrownBy(() -> InputPlane.of(context(Optional.empty())))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("layer 'steps'")
                .hasMessageEndingWith("Choose a method with gradients, such as grad-cam");
        assertThatThrownBy(() -> InputPlane.of(context(Optional.of("MatMulInteger (node 'n') computes with integers"))))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("layer 'steps'")
                .hasMessageEndingWith("have none there: MatMulInteger (node 'n') computes with integers");
    }

    /** Numbers of tokens cannot be masked. */
    private static MethodContext context(Optional<String> obstacle) {
        LayerInfo layer = new LayerInfo(
                LayerRef.of("steps"),
                List.of(),
                "MatMul",
                DType.FLOAT32,
                Shape.of(1, 7, 4),
                Layout.NTC,
                true,
                obstacle);
        Map<String, Tensor> inputs =
                Map.of("ids", Tensor.over(DType.INT64, Shape.of(1, 7), Tensor.allocate(DType.INT64, 7)));
        return (MethodContext) Proxy.newProxyInstance(
                InputPlaneTest.class.getClassLoader(),
                new Class<?>[] {MethodContext.class},
                (proxy, method, arguments) -> method.getName().equals("layer") ? layer : inputs);
    }
}
