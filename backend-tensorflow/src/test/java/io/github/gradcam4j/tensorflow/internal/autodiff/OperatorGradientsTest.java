package io.github.gradcam4j.tensorflow.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensorflow.internal.engine.TensorFlowEngine;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every derivative of an operator, against differences. */
final class OperatorGradientsTest {
    /** What differences cannot test, or other tests do. */
    private static final Set<String> ELSEWHERE = Set.of(
            "While",
            "StatelessWhile",
            "Case",
            "StatelessCase",
            "_CustomGradient",
            "If",
            "StatelessIf",
            "TensorListFromTensor",
            "TensorListStack",
            "TensorListGather",
            "TensorListGetItem",
            "TensorListSetItem",
            "FakeQuantWithMinMaxArgs",
            "FakeQuantWithMinMaxVars",
            "FakeQuantWithMinMaxVarsPerChannel",
            "QuantizeAndDequantizeV2",
            "QuantizeAndDequantizeV3",
            "QuantizeAndDequantizeV4");

    static List<OperatorCase> cases() {
        return Stream.of(
                        ElementCases.all(),
                        ReductionCases.all(),
                        ArrangementCases.all(),
                        MatrixCases.all(),
                        IndexingCases.all(),
                        ConvolutionCases.all(),
                        ImageCases.all())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_gradient_is_what_differences_tell(OperatorCase one) {
        assertThat(one.check(TensorFlowEngine.operators())).isEmpty();
    }

    @Test
    void no_rule_is_untested() {
        Set<String> untested = new HashSet<>(new Rules(Shapes.UNKNOWN).operators());
        cases().forEach(one -> untested.remove(one.operator()));
        untested.removeAll(ELSEWHERE);
        assertThat(untested).isEmpty();
    }
}
