package io.github.gradcam4j.models;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.spi.ModelProvider;
import io.github.gradcam4j.spi.ModelSource;

/**
 * EfficientNet-Lite0 (Tan and Le, arXiv 1905.11946; the Lite variant has ReLU6 and no squeeze-and-excitation), trained on
 * ImageNet's 1000 classes. Weights by the TensorFlow authors, Apache-2.0.
 */
@SuppressWarnings("exports") // the annotation is not there at run time, and consumers need not have it
@AutoService(ModelProvider.class)
public final class EfficientNetLite0 implements ModelProvider {
    /** Creates the provider; the model is read when it is asked for. */
    public EfficientNetLite0() {}

    @Override
    public String id() {
        return "efficientnet-lite0";
    }

    @Override
    public Kind kind() {
        return Kind.PICTURE;
    }

    @Override
    public String description() {
        return "EfficientNet-Lite0 for photographs, 1000 ImageNet classes, weights Apache-2.0";
    }

    @Override
    public ModelSource source() {
        return new ResourceModelSource("efficientnet-lite0.onnx");
    }
}
