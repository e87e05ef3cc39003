package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows of a table: the features of what the token numbers, its first input, count. */
public record EmbeddingRule() implements Rule {
    @Override
    public void forward(Step step, Known known) {
        List<Long> shape = step.output().shape();
        if (shape != null && !shape.isEmpty()) {
            known.find(step.input()).ifPresent(numbers -> {
                List<List<Factor>> axes = new ArrayList<>(numbers.axes());
                axes.add(Arrangement.axis(Axis.CHANNEL, shape.get(shape.size() - 1)));
                known.learn(step.output(), new Arrangement(axes, Optional.empty()));
            });
        }
    }

    @Override
    public void backward(Step step, Known known) {
        known.find(step.output()).ifPresent(rows -> known.learn(step.input(), rows.without(List.of(rows.rank() - 1))));
    }
}
