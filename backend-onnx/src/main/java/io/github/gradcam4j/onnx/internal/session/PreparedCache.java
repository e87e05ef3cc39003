package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.UnsupportedModelException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Keeps the sessions that were used last. Thread-safe; two threads that want the same session make it once. */
final class PreparedCache implements AutoCloseable {
    private static final int MOST = 4;
    /** Every session holds the model's weights once more, in the order that its kernels like best. */
    private static final long MEMORY = 2L << 30;

    private final int kept;

    private final Map<Plan, Prepared> sessions = new LinkedHashMap<>(8, 0.75f, true);
    private final Set<Plan> refused = new HashSet<>();
    private int made;
    private boolean closed;

    /** Makes a cache for sessions of a model whose constants take so many bytes; the session in use is always kept. */
    PreparedCache(long constants) {
        kept = (int) Math.max(1, Math.min(MOST, MEMORY / Math.max(1, constants)));
    }

    /** Returns a session, held for the caller; empty if the model cannot have it. */
    synchronized Optional<Prepared> holdIfPossible(Plan plan, Supplier<Prepared> maker) {
        if (refused.contains(plan)) {
            return Optional.empty();
        }
        try {
            return Optional.of(hold(plan, maker));
        } catch (UnsupportedModelException e) {
            refused.add(plan);
            return Optional.empty();
        }
    }

    /** Returns how many sessions were made. */
    synchronized int made() {
        return made;
    }

    /** Returns a session, held for the caller. */
    synchronized Prepared hold(Plan plan, Supplier<Prepared> maker) {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        Prepared prepared = sessions.get(plan);
        if (prepared == null) {
            prepared = maker.get();
            made++;
            sessions.put(plan, prepared);
            retire(older -> older.isReplacedBy(plan));
            Plan[] oldestFirst = sessions.keySet().toArray(Plan[]::new);
            Set<Plan> surplus = Set.of(Arrays.copyOf(oldestFirst, Math.max(0, oldestFirst.length - kept)));
            retire(surplus::contains);
        }
        if (!prepared.hold()) {
            throw new IllegalStateException("a session in the cache is always open");
        }
        return prepared;
    }

    private void retire(Predicate<Plan> which) {
        sessions.entrySet().removeIf(entry -> {
            boolean retired = which.test(entry.getKey());
            if (retired) {
                entry.getValue().retire();
            }
            return retired;
        });
    }

    @Override
    public synchronized void close() {
        closed = true;
        retire(all -> true);
    }
}
