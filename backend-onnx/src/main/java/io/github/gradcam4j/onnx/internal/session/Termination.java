package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.gradcam4j.Cancellation;

/** Ends a native call when its cancellation is requested. */
final class Termination implements AutoCloseable {
    private final OrtSession.RunOptions options;
    private Cancellation.Registration registration = () -> {};
    private boolean closed;

    private Termination(OrtSession.RunOptions options) {
        this.options = options;
    }

    static Termination on(Cancellation cancellation) throws OrtException {
        Termination termination = new Termination(new OrtSession.RunOptions());
        termination.registration = cancellation.onCancel(termination::terminate);
        return termination;
    }

    OrtSession.RunOptions options() {
        return options;
    }

    private synchronized void terminate() {
        if (closed) {
            return;
        }
        try {
            options.setTerminate(true);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot end a run", e);
        }
    }

    @Override
    public void close() {
        registration.close();
        synchronized (this) {
            closed = true;
            options.close();
        }
    }
}
