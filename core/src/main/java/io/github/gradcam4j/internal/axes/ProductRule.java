package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Products of matrices, the first two inputs: with weights they make channels of channels, otherwise rows meet columns. */
public record ProductRule() implements Rule {
    @Override
    public void forward(Step step, Known known) {
        Optional<Arrangement> left = known.find(step.input());
        Optional<Arrangement> right = known.find(step.inputs().get(1));
        List<Long> shape = step.output().shape();
        if (shape == null || shape.isEmpty() || !step.output().isMeasured()) {
            return;
        }
        int last = shape.size() - 1;
        List<List<Factor>> axes = new ArrayList<>();
        shape.forEach(size -> axes.add(Arrangement.unknown(size)));
        if (left.isPresent() && isWeight(step.inputs().get(1))) {
            int features = left.get().rank() - 1;
            copy(left.get().merged(features), axes, last);
            if (left.get().isChannels(features)) {
                axes.set(last, Arrangement.axis(Axis.CHANNEL, shape.get(last)));
            }
        } else if (left.isPresent() && right.isPresent() && right.get().rank() > 1) {
            copy(left.get(), axes, last);
            copy(right.get(), axes, last - 1);
            axes.set(last, right.get().axes().get(right.get().rank() - 1));
        } else if (right.isPresent() && isWeight(step.input()) && right.get().rank() > 1) {
            int features = right.get().rank() - 2;
            Arrangement merged = right.get().merged(features);
            copy(merged, axes, last - 1);
            axes.set(last, merged.axes().get(features + 1));
            if (right.get().isChannels(features)) {
                axes.set(last - 1, Arrangement.axis(Axis.CHANNEL, shape.get(last - 1)));
            }
        }
        known.learn(
                step.output(),
                new Arrangement(axes, left.flatMap(Arrangement::grid).or(() -> right.flatMap(Arrangement::grid))));
    }

    @Override
    public void backward(Step step, Known known) {
        List<Long> shape = step.input().shape();
        Optional<Arrangement> product = known.find(step.output());
        if (shape == null
                || product.isEmpty()
                || !isWeight(step.inputs().get(1))
                || shape.size() != product.get().rank()) {
            return;
        }
        int last = shape.size() - 1;
        if (product.get().kind(last) == Axis.CHANNEL) {
            known.learn(step.input(), product.get().with(last, Arrangement.axis(Axis.CHANNEL, shape.get(last))));
        }
    }

    static boolean isWeight(Node node) {
        return node.isConstant() && node.rank() == 2;
    }

    /** Copies axes in front of the end, aligned at the last one, where nothing is known yet. */
    private static void copy(Arrangement from, List<List<Factor>> axes, int end) {
        int shift = axes.size() - from.rank();
        for (int i = Math.max(0, shift); i < end; i++) {
            List<Factor> axis = from.axes().get(i - shift);
            if (!Arrangement.isKnown(axes.get(i)) && Arrangement.size(axis) == Arrangement.size(axes.get(i))) {
                axes.set(i, axis);
            }
        }
    }
}
