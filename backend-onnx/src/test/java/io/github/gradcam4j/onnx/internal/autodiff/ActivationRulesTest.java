package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Relu",
                "HardSwish",
                "Sigmoid",
                "Tanh",
                "Exp",
                "Abs",
                "Neg",
                "Sin",
                "Cos",
                "Erf",
                "Softplus",
                "Softsign",
                "Elu",
                "Celu",
                "Selu",
                "LeakyRelu",
                "HardSigmoid",
                "ThresholdedRelu",
                "Identity"
            })
    void gradients_equal_differences_of_the_definition(String type) {
        for (long opset : new long[] {11, 13, 17, 20, 22}) {
            if (type.equals("HardSwish") && opset < 14 || type.equals("Celu") && opset < 12) {
                continue;
            }
            Model model = new Model(opset);
            model.input("x", Samples.spread(opset, 2, 3, 5, 7));
            GradientCheck.check(model, model.node(type, List.of("x")), true);
        }
    }
}
