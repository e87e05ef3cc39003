package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Owns memory for the results of one pass, which the runtime writes to directly. Used by one pass at a time. */
final class Slot implements AutoCloseable {
    private final Map<String, Shape> geometry = new HashMap<>();
    private final Map<String, OnnxTensor> pinned = new HashMap<>();
    private final Map<String, Tensor> views = new HashMap<>();
    private final Set<String> others;

    private Slot(Map<String, Tensor> feeds, Set<String> outputs) {
        feeds.forEach((name, tensor) -> geometry.put(name, tensor.shape()));
        others = new HashSet<>(outputs);
    }

    /**
     * Allocates memory of the types and shapes that named results of a run had; other types stay with the runtime.
     *
     * @param feeds what that run was fed
     * @param outputs all that is asked of a run
     * @param results what it gave
     * @param names the results that memory is wanted for
     */
    static Slot like(
            OrtEnvironment environment,
            Map<String, Tensor> feeds,
            Set<String> outputs,
            Map<String, Tensor> results,
            Set<String> names)
            throws OrtException {
        Slot slot = new Slot(feeds, outputs);
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
        others.remove(name);
    }

    /** Tells whether a run that is fed these has results of this memory's shapes. */
    boolean fits(Map<String, Tensor> feeds) {
        for (Map.Entry<String, Tensor> feed : feeds.entrySet()) {
            Shape shape = geometry.get(feed.getKey());
            if (shape == null || !shape.equals(feed.getValue().shape())) {
                return false;
            }
        }
        return true;
    }

    /** Returns the outputs that the runtime makes memory for. */
    Set<String> others() {
        return others;
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
