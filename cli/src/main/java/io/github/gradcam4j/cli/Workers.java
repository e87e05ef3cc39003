package io.github.gradcam4j.cli;

import io.github.gradcam4j.ExplainerOptions;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Says how the cores are shared: several inputs at once with one thread each do more work in the same time than one input
 * with all threads, whose operators wait for each other.
 *
 * @param inputsAtOnce how many inputs are explained at once
 * @param threads threads of one run, where that is not left to the backend
 */
record Workers(int inputsAtOnce, OptionalInt threads) {
    /** So many inputs for each core make it worth while. */
    private static final int INPUTS_PER_CORE = 2;

    static Workers of(int inputs, @Nullable Integer chosen) {
        int cores = Runtime.getRuntime().availableProcessors();
        if (chosen != null) {
            return new Workers(Math.max(1, cores / chosen), OptionalInt.of(chosen));
        }
        return inputs >= INPUTS_PER_CORE * cores
                ? new Workers(cores, OptionalInt.of(1))
                : new Workers(1, OptionalInt.empty());
    }

    /**
     * Returns how many inputs are read, explained or drawn at once. Where one input has all threads of the model, the other
     * cores would wait for what one thread reads and draws; where each core has its input, one more lets none wait for a file.
     */
    int inputsUnderWay() {
        return Runtime.getRuntime().availableProcessors() + 1;
    }

    ExplainerOptions apply(ExplainerOptions options) {
        return threads.isPresent() ? options.withThreads(threads.getAsInt()) : options;
    }
}
