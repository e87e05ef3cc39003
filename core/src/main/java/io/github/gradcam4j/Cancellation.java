package io.github.gradcam4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends work early: a caller keeps it, hands it to a request, and cancels, or sets a deadline. Thread-safe. */
public final class Cancellation {
    /** Half of what {@link System#nanoTime()} can tell apart. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final long deadline;
    private final boolean limited;
    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;

    private Cancellation(boolean limited, long deadline) {
        this.limited = limited;
        this.deadline = deadline;
    }

    /**
     * Creates a cancellation without deadline, which ends nothing until {@link #cancel()} is called.
     *
     * @return a new cancellation
     */
    public static Cancellation never() {
        return new Cancellation(false, 0);
    }

    /**
     * Creates a cancellation that takes effect by itself. The time is checked between steps; a native call that has begun
     * is ended at once only by {@link #cancel()}.
     *
     * @param time the time from now
     * @return a new cancellation
     */
    public static Cancellation after(Duration time) {
        Duration bounded = time.compareTo(LONGEST) > 0 ? LONGEST : time.isNegative() ? Duration.ZERO : time;
        return new Cancellation(true, System.nanoTime() + bounded.toNanos());
    }

    /** Cancels. Idempotent. Native calls under way are asked to stop. */
    public void cancel() {
        List<Runnable> pending;
        synchronized (actions) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            pending = List.copyOf(actions);
        }
        pending.forEach(Runnable::run);
    }

    /**
     * Tells whether work should end.
     *
     * @return true once it was cancelled or its time is over
     */
    public boolean isRequested() {
        synchronized (actions) {
            return cancelled || (limited && System.nanoTime() - deadline >= 0);
        }
    }

    /**
     * Ends the work if that is wanted.
     *
     * @throws CancelledException if it was cancelled or its time is over
     */
    public void throwIfRequested() {
        if (isRequested()) {
            throw new CancelledException("the explanation was cancelled or its deadline passed; nothing was kept");
        }
    }

    /**
     * Runs an action when {@link #cancel()} is called; at once if it was already.
     *
     * @param action what to do; must return soon and not throw
     * @return a handle whose {@code close} takes the action back
     */
    public Registration onCancel(Runnable action) {
        boolean late;
        synchronized (actions) {
            late = cancelled;
            if (!late) {
                actions.add(action);
            }
        }
        if (late) {
            action.run();
        }
        AtomicBoolean registered = new AtomicBoolean(true);
        return () -> {
            synchronized (actions) {
                if (registered.getAndSet(false)) {
                    actions.remove(action);
                }
            }
        };
    }

    /** Takes an action back. */
    public interface Registration extends AutoCloseable {
        /** Takes the action back. Idempotent. */
        @Override
        void close();
    }
}
