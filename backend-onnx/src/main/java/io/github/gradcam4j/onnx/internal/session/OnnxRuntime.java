package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import io.github.gradcam4j.BackendUnavailableException;
import java.util.List;

/** The one environment of ONNX Runtime in this process. Loading it is what loads native code. */
public final class OnnxRuntime {
    private OnnxRuntime() {}

    /** Returns the environment, loading the native library on the first call. */
    public static OrtEnvironment environment() {
        try {
            return Holder.ENVIRONMENT;
        } catch (LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new BackendUnavailableException(
                    "ONNX Runtime's native library cannot be loaded: " + cause.getMessage(), e);
        }
    }

    /** Returns the names of the devices that the native library was built for, loading it on the first call. */
    public static List<String> devices() {
        return Accelerator.offered();
    }

    private static final class Holder {
        static final OrtEnvironment ENVIRONMENT = load();

        private static OrtEnvironment load() {
            NativeLibraries.unpackOnce();
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "gradcam4j");
            try {
                environment.setTelemetry(false);
            } catch (OrtException e) {
                throw new IllegalStateException("telemetry cannot be switched off", e);
            }
            return environment;
        }
    }
}
