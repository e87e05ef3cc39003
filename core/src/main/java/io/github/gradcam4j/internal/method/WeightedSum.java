package io.github.gradcam4j.internal.method;

import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamMethod;
import io.github.gradcam4j.spi.CamTask;
import io.github.gradcam4j.spi.Capability;
import io.github.gradcam4j.spi.ClassMaps;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.Maps;
import io.github.gradcam4j.spi.MethodContext;
import io.github.gradcam4j.spi.Objective;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the closed-form methods share: one call of the kernel, unless the pass has the maps already. */
abstract class WeightedSum implements CamMethod {
    private final CamKernel.Weighting weighting;

    WeightedSum(CamKernel.Weighting weighting) {
        this.weighting = weighting;
    }

    @Override
    public final Set<Capability> requires() {
        return Set.of(Capability.FORWARD, Capability.GRADIENTS);
    }

    @Override
    public final Optional<CamKernel.Weighting> weighting() {
        return Optional.of(weighting);
    }

    @Override
    public final Maps explain(MethodContext context) {
        Shape positions =
                CamTask.mapShape(context.layer().shape(), context.layer().layout());
        int targets = context.objectives().size();
        int items = context.pass().items();
        float[] values = new float[Math.multiplyExact(targets * items, (int) positions.size())];
        Optional<ClassMaps> made = context.pass()
                .classMaps(context.layer().ref())
                .filter(maps -> context.objectives().stream()
                        .flatMap(List::stream)
                        .allMatch(objective -> objective.cotangent() instanceof Cotangent.OneHot));
        if (made.isPresent()) {
            pick(made.get(), context, values);
        } else if (context.pass().makesSums()) {
            read(context, values);
        } else {
            CamTask task = CamTask.of(
                    context.activations(), context.gradients(), weighting, context.counterfactual(), context.relu());
            context.kernel().sum(task, values);
        }
        return new Maps(targets, items, positions, values);
    }

    private static void read(MethodContext context, float[] values) {
        List<List<Cotangent>> cotangents = context.objectives().stream()
                .map(row -> row.stream().map(Objective::cotangent).toList())
                .toList();
        context.pass().sums(context.layer().ref(), cotangents).floats().get(values);
        for (int i = 0; i < values.length; i++) {
            float value = context.counterfactual() ? 0 - values[i] : 0 + values[i]; // no negative zeros
            values[i] = context.relu() && value < 0 ? 0 : value;
        }
    }

    private static void pick(ClassMaps maps, MethodContext context, float[] values) {
        int at = 0;
        int size = (int) maps.sums().shape().dim(2);
        for (List<Objective> row : context.objectives()) {
            for (int item = 0; item < row.size(); item++, at += size) {
                Cotangent.OneHot one = (Cotangent.OneHot) row.get(item).cotangent();
                maps.copy(item, one.index(), context.counterfactual(), context.relu(), values, at);
            }
        }
    }
}
