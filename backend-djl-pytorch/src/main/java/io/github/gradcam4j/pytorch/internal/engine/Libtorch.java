package io.github.gradcam4j.pytorch.internal.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import io.github.gradcam4j.BackendUnavailableException;
import java.util.ArrayList;
import java.util.List;

/** The one libtorch of this process. Asking for it is what loads native code. */
public final class Libtorch {
    /** The version that this backend is made for: DJL's native code knows no other. */
    public static final String VERSION = "2.7.1";

    private static final String ENGINE = "PyTorch";

    private Libtorch() {}

    /**
     * Returns the engine, loading the native libraries on the first call.
     *
     * @throws BackendUnavailableException if they cannot be loaded
     */
    static Engine engine() {
        try {
            return Holder.ENGINE;
        } catch (LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new BackendUnavailableException("libtorch cannot be loaded: " + Failure.reason(cause), e);
        }
    }

    /** Returns the version of the library that is loaded. */
    public static String version() {
        return engine().getVersion();
    }

    /** Returns the devices that the library can use here. */
    public static List<String> devices() {
        List<String> devices = new ArrayList<>(List.of("cpu"));
        if (engine().getGpuCount() > 0) {
            devices.add("gpu");
        }
        return List.copyOf(devices);
    }

    private static final class Holder {
        static final Engine ENGINE = load();

        private static Engine load() {
            try {
                return Engine.getEngine(Libtorch.ENGINE);
            } catch (EngineException | IllegalArgumentException | IllegalStateException e) {
                throw new LinkageError(Failure.reason(e), e);
            }
        }
    }
}
