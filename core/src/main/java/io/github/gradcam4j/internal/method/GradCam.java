package io.github.gradcam4j.internal.method;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamMethod;

/** Grad-CAM: the weight of a channel is the mean of its gradient over all positions. */
@AutoService(CamMethod.class)
public final class GradCam extends WeightedSum {
    /** Creates the method. */
    public GradCam() {
        super(CamKernel.Weighting.CHANNEL_MEAN);
    }

    @Override
    public String id() {
        return "grad-cam";
    }

    @Override
    public int priority() {
        return 10;
    }

    @Override
    public String description() {
        return "activations weighted by the mean gradient of their channel";
    }

    @Override
    public String reference() {
        return "Selvaraju et al., arXiv 1610.02391";
    }
}
