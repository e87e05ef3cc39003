package io.github.gradcam4j.tensorflow.internal.autodiff;

import static io.github.gradcam4j.tensorflow.internal.autodiff.OperatorCase.of;

import java.util.ArrayList;
import java.util.List;

/** Operators that make one element of many. */
final class ReductionCases {
    private ReductionCases() {}

    static List<OperatorCase> all() {
        List<OperatorCase> all = new ArrayList<>();
        for (String operator : List.of("Sum", "Mean", "Max", "Min", "Prod", "EuclideanNorm")) {
            all.add(of(operator).real(2, 3, 4).whole(1));
            all.add(of(operator).real(2, 3, 4).whole(-1, 0).with("keep_dims", true));
            all.add(of(operator).real(2, 3, 4).whole(0, 1, 2));
            all.add(of(operator).real(2, 3, 4).number(1));
            all.add(of(operator).real(2, 3, 4).number(-1).with("keep_dims", true));
            all.add(of(operator).real(2, 3).whole());
            all.add(of(operator).real(2, 3, 4).wide(1L, -1L));
            all.add(of(operator).real().whole());
        }
        all.add(of("Prod").values(2, 0, 3).whole(0));
        all.add(of("Prod").values(2, 0, 0, 3).whole(0).flat());
        for (String operator : List.of("Softmax", "LogSoftmax")) {
            all.add(of(operator).real(5));
            all.add(of(operator).real(3, 5));
            all.add(of(operator).real(2, 3, 4));
            all.add(of(operator).real(2, 3, 2, 4));
        }
        for (boolean exclusive : List.of(false, true)) {
            for (boolean reverse : List.of(false, true)) {
                for (String operator : List.of("Cumsum", "Cumprod", "CumulativeLogsumexp")) {
                    all.add(of(operator)
                            .real(2, 4, 3)
                            .number(1)
                            .with("exclusive", exclusive)
                            .with("reverse", reverse));
                    all.add(of(operator)
                            .real(2, 3, 4)
                            .wideNumber(0)
                            .with("exclusive", exclusive)
                            .with("reverse", reverse));
                    all.add(of(operator)
                            .real(5)
                            .number(-1)
                            .with("exclusive", exclusive)
                            .with("reverse", reverse));
                }
                all.add(of("Cumprod")
                        .values(2, 0, 3, 0.5, 0, 2)
                        .number(0)
                        .with("exclusive", exclusive)
                        .with("reverse", reverse));
            }
        }
        all.add(of("CumulativeLogsumexp").values(1, -1e9, 2, 3).number(0));
        all.add(of("SoftmaxCrossEntropyWithLogits").real(3, 4).real(3, 4));
        all.add(of("SoftmaxCrossEntropyWithLogits").real(3, 4).real(1, 4));
        all.add(of("SparseSoftmaxCrossEntropyWithLogits").real(3, 4).whole(1, 0, 3));
        return all;
    }
}
