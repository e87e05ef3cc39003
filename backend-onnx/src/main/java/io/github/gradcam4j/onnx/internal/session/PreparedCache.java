package io.github.gradcam4j.onnx.internal.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Keeps the sessions that were used last. Thread-safe; two threads that want the same session make it once. */
final class PreparedCache implements AutoCloseable {
    /** Every session holds the model's weights once more. */
    private static final int KEPT = 4;

    private final Map<Plan, Prepared> sessions = new LinkedHashMap<>(8, 0.75f, true);
    private boolean closed;

    /** Returns a session, held for the caller. */
    synchronized Prepared hold(Plan plan, Supplier<Prepared> maker) {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        Prepared prepared = sessions.get(plan);
        if (prepared == null) {
            prepared = maker.get();
            sessions.put(plan, prepared);
            Iterator<Prepared> oldest = sessions.values().iterator();
            while (sessions.size() > KEPT) {
                Prepared evicted = oldest.next();
                oldest.remove();
                evicted.retire();
            }
        }
        if (!prepared.hold()) {
            throw new IllegalStateException("a session in the cache is always open");
        }
        return prepared;
    }

    @Override
    public synchronized void close() {
        closed = true;
        sessions.values().forEach(Prepared::retire);
        sessions.clear();
    }
}
