package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A session on the device that was chosen, or on the processor. Thread-safe. */
final class DeviceSession implements AutoCloseable {
    private final OrtSession session;
    private final Optional<Trial> trial;

    /** Takes over a session, with the trial that it is put to if it runs on a device. */
    DeviceSession(OrtSession session, Optional<Trial> trial) {
        this.session = session;
        this.trial = trial;
    }

    OrtSession.Result run(
            Map<String, OnnxTensor> inputs,
            Set<String> requested,
            Map<String, OnnxTensor> pinned,
            OrtSession.RunOptions options)
            throws OrtException {
        OrtSession.Result result = session.run(inputs, requested, pinned, options);
        try {
            if (trial.isPresent()) {
                trial.get().judge(session, inputs, result, options);
            }
            return result;
        } catch (OrtException | RuntimeException e) {
            result.close();
            throw e;
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
        trial.ifPresent(Trial::close);
    }
}
