package io.github.gradcam4j.internal.method;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamMethod;
import io.github.gradcam4j.spi.CamTask;
import io.github.gradcam4j.spi.Capability;
import io.github.gradcam4j.spi.Maps;
import io.github.gradcam4j.spi.MethodContext;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.Set;

/**
 * Grad-CAM with gradients of unit length: each item's gradient is divided by the square root of the sum of its squares, at least
 * 1e-12, as ELI5's text branch does. It scales the map and changes nothing else.
 */
@AutoService(CamMethod.class)
public final class GradCamL2 implements CamMethod {
    private static final double LEAST = 1e-12;

    /** Creates the method. */
    public GradCamL2() {}

    @Override
    public String id() {
        return "grad-cam-l2";
    }

    @Override
    public String description() {
        return "Grad-CAM with gradients of unit length, which only scales the map";
    }

    @Override
    public String reference() {
        return "ELI5, branch keras-gradcam-text";
    }

    @Override
    public Set<Capability> requires() {
        return Set.of(Capability.FORWARD, Capability.GRADIENTS);
    }

    @Override
    public Maps explain(MethodContext context) {
        Tensor activations = context.activations();
        Tensor gradients = context.gradients();
        int targets = context.objectives().size();
        int items = context.pass().items();
        Shape positions =
                CamTask.mapShape(context.layer().shape(), context.layer().layout());
        int size = (int) positions.size();
        float[] values = new float[Math.multiplyExact(targets * items, size)];
        context.kernel()
                .sum(
                        CamTask.of(
                                activations,
                                gradients,
                                CamKernel.Weighting.CHANNEL_MEAN,
                                context.counterfactual(),
                                context.relu()),
                        values);
        int axis = activations.layout().indexOf(Axis.BATCH) + 1;
        Tensor whole =
                gradients.reshape(gradients.shape()); // repeats what is stored once, here and not for each target
        for (int k = 0; k < targets; k++) {
            Tensor gradient = whole.item(k);
            for (int item = 0; item < items; item++) {
                double scale = 1 / Math.sqrt(Math.max(squares(gradient.slice(axis, item)), LEAST));
                for (int i = (k * items + item) * size, end = i + size; i < end; i++) {
                    values[i] = (float) (values[i] * scale);
                }
            }
        }
        return new Maps(targets, items, positions, values);
    }

    private static double squares(Tensor gradient) {
        double sum = 0;
        for (float value : gradient.toFloatArray()) {
            sum += (double) value * value;
        }
        return sum;
    }
}
