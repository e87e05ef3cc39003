package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Steps along one axis that a row of indices names.
 *
 * @param axis the axis
 * @param added how many axes the indices have
 * @param inOrder whether the indices are known not to go back, nor to leave out steps
 */
public record GatherRule(int axis, int added, boolean inOrder) implements Rule {
    @Override
    public void forward(Step step, Known known) {
        List<Long> shape = step.output().shape();
        Optional<Arrangement> before = known.find(step.input());
        if (shape == null || before.isEmpty() || axis + added > shape.size()) {
            return;
        }
        Axis kind = added == 1 ? before.get().kind(axis) : Axis.OTHER;
        boolean same = Arrangement.isResizable(kind) && (inOrder || !kind.isPosition());
        List<List<Factor>> axes = new ArrayList<>(before.get().axes());
        axes.remove(axis);
        for (int i = 0; i < added; i++) {
            axes.add(axis + i, Arrangement.axis(same ? kind : Axis.OTHER, shape.get(axis + i)));
        }
        known.learn(step.output(), new Arrangement(axes, before.get().grid()));
    }
}
