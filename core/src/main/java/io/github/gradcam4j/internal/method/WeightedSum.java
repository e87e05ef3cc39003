package io.github.gradcam4j.internal.method;

import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamMethod;
import io.github.gradcam4j.spi.CamTask;
import io.github.gradcam4j.spi.Capability;
import io.github.gradcam4j.spi.Maps;
import io.github.gradcam4j.spi.MethodContext;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.Optional;
import java.util.Set;

/** What the closed-form methods share: one call of the kernel. */
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
        CamTask task =
                CamTask.of(activations, context.gradients(), weighting, context.counterfactual(), context.relu());
        float[] values = new float[Math.multiplyExact(task.targets() * task.items(), task.positions())];
        context.kernel().sum(task, values);
        Shape positions = CamTask.mapShape(activations.shape(), activations.layout());
        return new Maps(task.targets(), task.items(), positions, values);
    }
}
