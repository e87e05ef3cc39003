package io.github.gradcam4j.tensorflow.internal.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Keeps the programs that were used last. Thread-safe; two threads that want the same program make it once. */
final class Programs implements AutoCloseable {
    private static final int MOST = 8;
    /** Every program holds the model's weights a few times. */
    private static final long MEMORY = 1L << 30;

    private final int kept;
    private final Map<Question, Prepared> programs = new LinkedHashMap<>(8, 0.75f, true);
    private boolean closed;

    /** Makes a cache for programs of a model whose weights take so many bytes; the program in use is always kept. */
    Programs(long weights) {
        kept = (int) Math.max(2, Math.min(MOST, MEMORY / Math.max(1, weights)));
    }

    /** Returns a program, held for the caller. */
    synchronized Prepared hold(Question question, Supplier<Prepared> maker) {
        if (closed) {
            throw new IllegalStateException("the model is closed; open it again");
        }
        Prepared program = programs.get(question);
        if (program == null) {
            program = maker.get();
            programs.put(question, program);
            List<Question> oldestFirst = List.copyOf(programs.keySet());
            oldestFirst.subList(0, Math.max(0, oldestFirst.size() - kept)).forEach(surplus -> {
                Prepared retired = programs.remove(surplus);
                if (retired != null) {
                    retired.retire();
                }
            });
        }
        if (!program.hold()) {
            throw new IllegalStateException("a program in the cache is always open");
        }
        return program;
    }

    @Override
    public synchronized void close() {
        closed = true;
        programs.values().forEach(Prepared::retire);
        programs.clear();
    }
}
