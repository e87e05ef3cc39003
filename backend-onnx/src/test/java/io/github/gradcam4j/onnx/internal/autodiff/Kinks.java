package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Knows where operators are not differentiable. */
final class Kinks {
    private Kinks() {}

    /** Returns by how much an operand may change before it can meet a kink; infinite if there is none. */
    static double distance(Reference.Call c) {
        return switch (c.node().opType()) {
            case "Relu", "LeakyRelu", "PRelu", "Abs", "Elu", "Celu", "Selu", "Softsign", "ReduceL1" -> from(c, 0);
            case "ThresholdedRelu" -> from(c, c.real("alpha", 1));
            case "HardSwish" -> from(c, -3, 3);
            case "HardSigmoid" ->
                from(c, -c.real("beta", 0.5) / c.real("alpha", 0.2), (1 - c.real("beta", 0.5)) / c.real("alpha", 0.2));
            case "Clip" ->
                from(
                        c,
                        IntStream.of(1, 2)
                                .filter(c::has)
                                .mapToDouble(i -> c.in(i).data()[0])
                                .toArray());
            case "MaxPool" -> least(ReferenceWindows.pool(c, ReferenceWindows.Pool.LEAD)) / 2;
            case "GlobalMaxPool" -> least(ReferenceReductions.reduce(plane(c), Kinks::lead)) / 2;
            case "ReduceMax" -> least(ReferenceReductions.reduce(c, Kinks::lead)) / 2;
            case "ReduceMin" ->
                least(ReferenceReductions.reduce(
                                c, v -> lead(Arrays.stream(v).map(x -> -x).toArray())))
                        / 2;
            case "Max" -> least(lead(c, 1)) / 2;
            case "Min" -> least(lead(c, -1)) / 2;
            default -> Double.POSITIVE_INFINITY;
        };
    }

    private static double from(Reference.Call c, double... kinks) {
        return Arrays.stream(c.in(0).data())
                .flatMap(x -> Arrays.stream(kinks).map(kink -> Math.abs(x - kink)))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static double least(Array array) {
        return Arrays.stream(array.data()).min().orElse(Double.POSITIVE_INFINITY);
    }

    /** Returns by how much the largest number exceeds the second. */
    private static double lead(double[] values) {
        double[] sorted = DoubleStream.concat(DoubleStream.of(Double.NEGATIVE_INFINITY), Arrays.stream(values))
                .sorted()
                .toArray();
        return sorted[sorted.length - 1] - sorted[sorted.length - 2];
    }

    private static Array lead(Reference.Call c, int sign) {
        int[] shape = new int[0];
        for (int i = 0; i < c.inputs().size(); i++) {
            shape = ReferenceElementwise.broadcast(shape, c.in(i).shape());
        }
        return Array.of(
                shape,
                at -> lead(IntStream.range(0, c.inputs().size())
                        .mapToDouble(i -> sign * c.in(i).broadcast(at))
                        .toArray()));
    }

    private static Reference.Call plane(Reference.Call c) {
        Array x = c.in(0);
        int cells = x.data().length / x.shape()[0] / x.shape()[1];
        Array flat = x.reshape(x.shape()[0] * x.shape()[1], cells);
        return new Reference.Call(c.node(), c.opset(), java.util.List.of(flat, Array.vector(1)));
    }
}
