package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks what is fed to a model before native code sees it. */
final class FedInputs {
    private FedInputs() {}

    /** Returns the shapes of the inputs, in the signature's order. */
    static Map<String, Shape> check(ModelSignature signature, Map<String, Tensor> inputs) {
        inputs.keySet().forEach(signature::input);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (TensorSpec spec : signature.inputs()) {
            Tensor tensor = inputs.get(spec.name());
            if (tensor == null) {
                throw new IllegalArgumentException("input " + spec + " is missing; given are " + inputs.keySet());
            }
            if (tensor.dtype() != spec.dtype() || !spec.shape().admits(tensor.shape())) {
                throw new IllegalArgumentException(
                        "input " + spec + " cannot take a tensor " + tensor.dtype() + tensor.shape() + ". Convert it");
            }
            if (tensor.shape().size() == 0) {
                throw new IllegalArgumentException("input " + spec + " cannot take an empty tensor " + tensor.shape());
            }
            shapes.put(spec.name(), tensor.shape());
        }
        return shapes;
    }
}
