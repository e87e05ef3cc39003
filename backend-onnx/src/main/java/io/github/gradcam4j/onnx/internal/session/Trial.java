package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.gradcam4j.BackendUnavailableException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session on a device must stand before its results are believed: its first run must have used the device, and have
 * given what the processor gives. Compilers of devices have wrong results as well as missing operators, and drivers that
 * this library never saw. Thread-safe.
 */
final class Trial implements AutoCloseable {
    private final DeviceChoice choice;
    private final String model;
    private final FirstRun profile;
    private final OnProcessor onProcessor;
    private boolean judged;
    private @Nullable BackendUnavailableException failure;

    /** Creates the same session on the processor. */
    interface OnProcessor {
        OrtSession create() throws OrtException;
    }

    Trial(DeviceChoice choice, String model, FirstRun profile, OnProcessor onProcessor) {
        this.choice = choice;
        this.model = model;
        this.profile = profile;
        this.onProcessor = onProcessor;
    }

    /** Judges the first run, once; refuses every run of a session that failed. */
    synchronized void judge(
            OrtSession session, Map<String, OnnxTensor> inputs, OrtSession.Result result, OrtSession.RunOptions options)
            throws OrtException {
        if (!judged) {
            failure = profile.used(session) ? compare(inputs, result, options) : choice.unused(model);
            judged = true;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable BackendUnavailableException compare(
            Map<String, OnnxTensor> inputs, OrtSession.Result result, OrtSession.RunOptions options)
            throws OrtException {
        Map<String, OnnxTensor> got = tensors(result);
        Set<String> names = new LinkedHashSet<>(got.keySet());
        try (OrtSession processor = onProcessor.create();
                OrtSession.Result right = processor.run(inputs, names, options)) {
            Comparison comparison = Comparison.of(got, tensors(right));
            return comparison.isSame() ? null : choice.differs(model, comparison);
        }
    }

    private static Map<String, OnnxTensor> tensors(OrtSession.Result result) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (Map.Entry<String, OnnxValue> value : result) {
            if (value.getValue() instanceof OnnxTensor tensor) {
                tensors.put(value.getKey(), tensor);
            }
        }
        return tensors;
    }

    @Override
    public void close() {
        profile.close();
    }
}
