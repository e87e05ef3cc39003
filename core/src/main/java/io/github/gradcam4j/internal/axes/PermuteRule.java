package io.github.gradcam4j.internal.axes;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Axes in another order.
 *
 * @param order where each axis comes from
 */
public record PermuteRule(List<Integer> order) implements Rule {
    @Override
    public void forward(Step step, Known known) {
        known.find(step.input())
                .filter(axes -> axes.rank() == order.size())
                .ifPresent(axes -> known.learn(step.output(), permuted(axes, order)));
    }

    @Override
    public void backward(Step step, Known known) {
        known.find(step.output()).ifPresent(axes -> known.learn(step.input(), permuted(axes, inverse())));
    }

    /** Returns the order that brings them back. */
    public List<Integer> inverse() {
        return IntStream.range(0, order.size()).mapToObj(order::indexOf).toList();
    }

    private static Arrangement permuted(Arrangement axes, List<Integer> order) {
        return new Arrangement(order.stream().map(axes.axes()::get).toList(), axes.grid());
    }
}
