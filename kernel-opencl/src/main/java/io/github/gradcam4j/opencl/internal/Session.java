package io.github.gradcam4j.opencl.internal;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.spi.CamTask;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Is what this process has open on a device: one context, made at the first sum, freed by {@link #close} or when nobody has the
 * session any more. Thread-safe: sums run one after the other, as they would on the device.
 */
public final class Session implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static WeakReference<Session> shared = new WeakReference<>(null);

    private final Settings settings;
    private final Slot slot = new Slot();

    Session(Settings settings) {
        this.settings = settings;
        CLEANER.register(this, slot::free);
    }

    /** Outlives the session by the time that the cleaner takes, and so must not know it. */
    private static final class Slot {
        private @Nullable Workspace workspace;

        synchronized void free() {
            if (workspace != null) {
                workspace.free();
                workspace = null;
            }
        }
    }

    /**
     * Returns the session that all kernels of this process share.
     *
     * @return the session; nothing is opened yet
     */
    public static synchronized Session ofProcess() {
        Session session = shared.get();
        if (session == null) {
            session = new Session(Settings.usual());
            shared = new WeakReference<>(session);
        }
        return session;
    }

    /**
     * Sums on the device.
     *
     * @param task the arrays and their strides
     * @param maps receives the maps
     * @throws BackendUnavailableException if there is no device, or its compiler refuses the program
     * @throws ExplanationException if the device has too little memory
     */
    public void sum(CamTask task, float[] maps) {
        synchronized (slot) {
            boolean done = false;
            try {
                Workspace workspace = slot.workspace;
                if (workspace == null) {
                    workspace = Workspace.open(ChosenDevice.require(), settings);
                    slot.workspace = workspace;
                }
                workspace.sum(task, maps);
                done = true;
            } catch (ClErrors.NoMemory e) {
                throw new ExplanationException(
                        "the kernel 'gpu' cannot sum " + task.targets() + " x " + task.items() + " maps of "
                                + task.channels() + " channels and " + task.positions()
                                + " positions: the device has too little memory (" + e.getMessage()
                                + "). Close other programs that use it, ask for fewer targets at once, or "
                                + ClErrors.OTHER_KERNEL,
                        e);
            } finally {
                if (!done) {
                    slot.free();
                }
            }
        }
    }

    /** Returns the bytes that are kept on the device between sums. */
    long memory() {
        synchronized (slot) {
            return slot.workspace == null ? 0 : slot.workspace.memory();
        }
    }

    /** Frees the context and its memory; the next sum opens them again. Idempotent. */
    @Override
    public void close() {
        slot.free();
    }
}
