package io.github.gradcam4j.tensorflow.internal.engine;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import org.tensorflow.TensorFlow;

/** The one TensorFlow of this process. Asking for it is what loads native code. */
public final class TensorFlowEngine {
    private TensorFlowEngine() {}

    /**
     * Loads the native libraries on the first call.
     *
     * @throws BackendUnavailableException if they cannot be loaded
     */
    public static void load() {
        new Natives().obstacle().ifPresent(missing -> {
            throw new BackendUnavailableException(
                    "TensorFlow cannot be loaded: " + missing.reason() + ". " + missing.remedy());
        });
        try {
            Holder.load();
        } catch (LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new BackendUnavailableException("TensorFlow cannot be loaded: " + cause, e);
        }
    }

    /** Returns the version of the library that is loaded. */
    public static String version() {
        load();
        return TensorFlow.version();
    }

    /** Returns what the library's operators take and make. */
    public static Operators operators() {
        load();
        return Holder.OPERATORS;
    }

    private static final class Holder {
        static final Operators OPERATORS = read();

        private static Operators read() {
            new Natives().prepare();
            Operators operators = new Operators(TensorFlow.registeredOpList().getOpList());
            KeptMemory.keep();
            return operators;
        }

        static void load() {
            // the class is initialised
        }
    }
}
