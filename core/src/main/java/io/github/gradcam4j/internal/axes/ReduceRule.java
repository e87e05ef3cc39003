package io.github.gradcam4j.internal.axes;

import java.util.List;

/**
 * Axes that are summed up, or left by taking the one step that they have: they go, or keep size 1.
 *
 * @param axes which ones
 * @param keeps whether they stay with size 1
 */
public record ReduceRule(List<Integer> axes, boolean keeps) implements Rule {
    @Override
    public void forward(Step step, Known known) {
        known.find(step.input()).ifPresent(before -> {
            Arrangement after = keeps ? before : before.without(axes);
            for (int axis : keeps ? axes : List.<Integer>of()) {
                after = after.with(axis, List.of());
            }
            known.learn(step.output(), after);
        });
    }

    @Override
    public void backward(Step step, Known known) {
        List<Long> shape = step.input().shape();
        if (shape == null || !step.input().isMeasured()) {
            return;
        }
        known.find(step.output()).ifPresent(after -> {
            Arrangement before = keeps ? after : after.within(axes);
            for (int axis : axes) {
                before = before.with(axis, Arrangement.unknown(shape.get(axis)));
            }
            known.learn(step.input(), before);
        });
    }
}
