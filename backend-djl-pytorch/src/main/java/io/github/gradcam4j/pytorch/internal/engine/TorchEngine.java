package io.github.gradcam4j.pytorch.internal.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import io.github.gradcam4j.BackendUnavailableException;
import java.util.List;

/** The one engine of this process. Asking for it is what loads native code. */
public final class TorchEngine {
    private TorchEngine() {}

    /**
     * Returns the engine, loading the native libraries on the first call.
     *
     * @throws BackendUnavailableException if they cannot be loaded
     */
    static Engine get() {
        new Natives().obstacle().ifPresent(missing -> {
            throw new BackendUnavailableException(
                    "libtorch cannot be loaded: " + missing.reason() + ". " + missing.remedy());
        });
        try {
            return Holder.ENGINE;
        } catch (LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new BackendUnavailableException("libtorch cannot be loaded: " + Failure.withOrigin(cause), e);
        }
    }

    /** Returns the version of the library that is loaded. */
    public static String version() {
        return get().getVersion();
    }

    /** Returns the devices that the library can use here. */
    public static List<String> devices() {
        return get().getGpuCount() > 0 ? Devices.NAMES : Devices.NAMES.subList(0, 1);
    }

    private static final class Holder {
        static final Engine ENGINE = load();

        private static Engine load() {
            try {
                return new Natives().engine();
            } catch (EngineException | IllegalArgumentException | IllegalStateException e) {
                throw new LinkageError(Failure.withOrigin(e), e);
            }
        }
    }
}
