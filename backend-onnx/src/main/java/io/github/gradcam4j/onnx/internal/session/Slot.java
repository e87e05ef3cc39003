package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Owns memory for the results of one pass, which the runtime writes to directly. Used by one pass at a time. */
final class Slot implements AutoCloseable {
    private final Map<String, OnnxTensor> pinned = new HashMap<>();
    private final Map<String, Tensor> views = new HashMap<>();

    /** Allocates memory of the types and shapes that named results had; other types stay with the runtime. */
    static Slot like(OrtEnvironment environment, Map<String, Tensor> results, Set<String> names) throws OrtException {
        Slot slot = new Slot();
        try {
            for (String name : names) {
                Tensor seen = results.get(name);
                if (seen != null && (seen.dtype() == DType.FLOAT32 || seen.dtype() == DType.INT64)) {
                    slot.add(environment, name, seen.dtype(), seen.shape());
                }
            }
            return slot;
        } catch (OrtException | RuntimeException e) {
            slot.close();
            throw e;
        }
    }

    private void add(OrtEnvironment environment, String name, DType dtype, Shape shape) throws OrtException {
        ByteBuffer memory = Tensor.allocate(dtype, shape.size());
        Tensor view = Tensor.over(dtype, shape, memory);
        pinned.put(
                name,
                dtype == DType.FLOAT32
                        ? OnnxTensor.createTensor(environment, memory.asFloatBuffer(), shape.dims())
                        : OnnxTensor.createTensor(environment, memory.asLongBuffer(), shape.dims()));
        views.put(name, view);
    }

    Map<String, OnnxTensor> pinned() {
        return pinned;
    }

    Map<String, Tensor> views() {
        return views;
    }

    @Override
    public void close() {
        pinned.values().forEach(OnnxTensor::close);
        pinned.clear();
    }
}
