package io.github.gradcam4j.internal.method;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamMethod;

/** HiResCAM: every activation is weighted by its own gradient. */
@AutoService(CamMethod.class)
public final class HiResCam extends WeightedSum {
    /** Creates the method. */
    public HiResCam() {
        super(CamKernel.Weighting.ELEMENTWISE);
    }

    @Override
    public String id() {
        return "hires-cam";
    }

    @Override
    public String description() {
        return "activations weighted by their own gradient, so that the map shows where the model looked";
    }

    @Override
    public String reference() {
        return "Draelos and Carin, arXiv 2011.08891";
    }
}
