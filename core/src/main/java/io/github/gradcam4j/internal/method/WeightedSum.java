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
import io.github.gradcam4j.tensor.Tensor;
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
        Tensor activations = context.activations();
        Shape positions = CamTask.mapShape(activations.shape(), activations.layout());
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
        } else {
            CamTask task =
                    CamTask.of(activations, context.gradients(), weighting, context.counterfactual(), context.relu());
            context.kernel().sum(task, values);
        }
        return new Maps(targets, items, positions, values);
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
