package io.github.gradcam4j.testkit;

import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.TestAbortedException;

/** One numbered rule of a contract. */
record Rule<S>(String id, String title, Check<S> check) {
    /** Checks a rule: throws an {@link AssertionError} if it is broken, aborts if it does not apply. */
    interface Check<S> {
        void run(S subject) throws Exception;
    }

    String label() {
        return id + " " + title;
    }

    /** Runs the check; what it throws tells rule and subject, for reports that show only messages. */
    void run(S subject, String name) throws Exception {
        try {
            check.run(subject);
        } catch (AssertionError | RuntimeException e) {
            if (e instanceof TestAbortedException) {
                throw e;
            }
            throw new AssertionError(label() + " [" + name + "]: " + e.getMessage(), e);
        }
    }

    /** Ends the check as skipped where a rule says nothing about a subject. */
    static void appliesIf(boolean condition, String reason) {
        Assumptions.assumeTrue(condition, "does not apply: " + reason);
    }

    /** Returns the value of a key that must be there. */
    static <K, V> V at(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new AssertionError("nothing was returned for '" + key + "', but for " + map.keySet());
        }
        return value;
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
