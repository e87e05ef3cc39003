package io.github.gradcam4j;

import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.MethodContext;
import io.github.gradcam4j.spi.Objective;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** What a method sees of a run. */
record RunContext(
        Pass pass,
        LayerInfo layer,
        List<List<Objective>> objectives,
        Map<LayerRef, Tensor> computed,
        CamKernel kernel,
        ExplainRequest request)
        implements MethodContext {
    @Override
    public Tensor activations() {
        return pass.activations(layer.ref());
    }

    @Override
    public Tensor gradients() {
        Tensor gradients = computed.get(layer.ref());
        if (gradients == null) {
            throw new IllegalStateException(
                    "a method that reads gradients must name Capability.GRADIENTS in requires()");
        }
        return gradients;
    }

    @Override
    public boolean relu() {
        return request.relu();
    }

    @Override
    public boolean counterfactual() {
        return request.counterfactual();
    }

    @Override
    public Cancellation cancellation() {
        return request.cancellation();
    }
}
