package io.github.gradcam4j.internal.axes;

import java.util.List;
import java.util.Optional;

/** Attention of queries, keys and values: queries keep their axes, their features are the values'. */
public record AttentionRule() implements Rule {
    @Override
    public void forward(Step step, Known known) {
        Optional<Arrangement> queries = known.find(step.input());
        Optional<Arrangement> values = known.find(step.inputs().get(2));
        List<Long> shape = step.output().shape();
        if (queries.isPresent() && shape != null && queries.get().rank() == shape.size()) {
            Arrangement attended = queries.get().where(shape);
            int last = shape.size() - 1;
            boolean features = values.isPresent() && values.get().rank() == shape.size();
            known.learn(
                    step.output(),
                    features ? attended.with(last, values.get().axes().get(last)) : attended);
        }
    }
}
