package io.github.gradcam4j.cli;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.ProviderNotFoundException;
import io.github.gradcam4j.UnsupportedModelException;

/** Says how a command ended. */
enum ExitCode {
    /** All done. */
    DONE(0),
    /** Wrong usage: options, unknown layer, class, method or format. */
    USAGE(2),
    /** Some inputs failed; the others are written. */
    INPUTS(3),
    /** Model or backend cannot be used. */
    MODEL(4);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Returns what a failure means for the command. */
    static ExitCode of(Throwable failure) {
        if (failure instanceof IllegalArgumentException || failure instanceof ProviderNotFoundException) {
            return USAGE;
        }
        if (failure instanceof ModelLoadException
                || failure instanceof BackendUnavailableException
                || failure instanceof UnsupportedModelException
                || failure instanceof LinkageError) {
            return MODEL;
        }
        return INPUTS;
    }

    /** Returns the reason for people: our own messages as they are, anything else as the defect that it is. */
    static String reason(Throwable failure) {
        if (failure instanceof GradCamException || failure instanceof IllegalArgumentException) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof OutOfMemoryError) {
            return "there is not enough memory (heap: "
                    + Console.size(Runtime.getRuntime().maxMemory())
                    + "). Use a smaller picture, or give Java more with GRADCAM4J_OPTS=-Xmx...";
        }
        return "an internal error, please report it: " + failure + " (--stacktrace shows where)";
    }
}
