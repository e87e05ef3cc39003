package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Concatenation. Tokens may come before and behind a picture's, and channels stay channels; positions that are joined with
 * others have no places of their own any more.
 *
 * @param axis the axis that it goes along
 */
public record JoinRule(int axis) implements Rule {
    @Override
    public void forward(Step step, Known known) {
        List<Long> shape = step.output().shape();
        if (shape == null || !step.output().isMeasured() || axis >= shape.size()) {
            return;
        }
        List<Node> pictures = step.inputs().stream()
                .filter(input -> along(input, known) == Axis.TOKEN)
                .toList();
        if (pictures.size() == 1) {
            Arrangement patches = known.find(pictures.get(0)).orElseThrow();
            long prefix = patches.grid().orElseThrow().prefix() + before(step, pictures.get(0));
            known.learn(step.output(), SliceRule.withPrefix(patches, axis, prefix, shape.get(axis)));
            return;
        }
        List<List<Factor>> axes = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            axes.add(i == axis ? joined(step, shape.get(i), known) : common(step, i, shape.get(i), known));
        }
        known.learn(step.output(), new Arrangement(axes, Optional.empty()));
    }

    @Override
    public void backward(Step step, Known known) {
        Optional<Arrangement> after = known.find(step.output());
        if (after.isEmpty() || axis >= after.get().rank()) {
            return;
        }
        Axis kind = after.get().kind(axis);
        for (Node input : step.inputs()) {
            if (input.rank() == after.get().rank()) {
                long size = size(input);
                boolean same = kind == Axis.CHANNEL || size == after.get().size(axis);
                known.learn(input, after.get().with(axis, Arrangement.axis(same ? kind : Axis.OTHER, size)));
            }
        }
    }

    private Axis along(Node input, Known known) {
        return known.find(input)
                .filter(found -> found.rank() > axis)
                .map(found -> found.kind(axis))
                .orElse(Axis.OTHER);
    }

    private long before(Step step, Node tokens) {
        long sum = 0;
        for (Node input : step.inputs()) {
            if (input == tokens) {
                return sum;
            }
            sum += size(input);
        }
        return sum;
    }

    private List<Factor> joined(Step step, long size, Known known) {
        List<Node> counted = step.inputs().stream()
                .filter(input -> along(input, known) != Axis.OTHER)
                .toList();
        List<Axis> kinds =
                counted.stream().map(input -> along(input, known)).distinct().toList();
        if (kinds.size() != 1) {
            return Arrangement.unknown(size);
        }
        boolean whole = counted.stream().anyMatch(input -> size(input) == size);
        return kinds.get(0) == Axis.CHANNEL || whole ? Arrangement.axis(kinds.get(0), size) : Arrangement.unknown(size);
    }

    private static List<Factor> common(Step step, int axis, long size, Known known) {
        return step.inputs().stream()
                .flatMap(input -> known.find(input).stream())
                .filter(arrangement -> arrangement.rank() > axis)
                .map(arrangement -> arrangement.axes().get(axis))
                .filter(factors -> Arrangement.isKnown(factors) && Arrangement.size(factors) == size)
                .findFirst()
                .orElseGet(() -> Arrangement.unknown(size));
    }

    private long size(Node input) {
        return input.shape() == null || axis >= input.shape().size()
                ? 0
                : input.shape().get(axis);
    }
}
