package io.github.gradcam4j.cli;

import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.input.Input;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Reads the next input while the model opens or works on the one before. At most one input waits, so memory stays bounded
 * however long the list is.
 */
final class ReadAhead {
    private final List<InputFile> inputs;
    private final Platform platform;
    private int next;
    private @Nullable FutureTask<Input> waiting;

    ReadAhead(List<InputFile> inputs, Platform platform) {
        this.inputs = inputs;
        this.platform = platform;
        begin();
    }

    /** Returns the next input, in the order of the list, or throws what reading it threw. */
    Input take() {
        FutureTask<Input> task = waiting;
        if (task == null) {
            throw new IllegalStateException("all inputs were taken");
        }
        InputFile file = inputs.get(next++);
        waiting = null;
        try {
            return Futures.get(task);
        } catch (OutOfMemoryError e) {
            if (file.path().isEmpty()) {
                throw e;
            }
            return file.read(platform); // two inputs at once were too much; alone it may fit
        }
    }

    /** Starts reading the next input, if there is one. */
    void begin() {
        if (next < inputs.size() && waiting == null) {
            InputFile file = inputs.get(next);
            FutureTask<Input> task = new FutureTask<>(() -> file.read(platform));
            waiting = task;
            Thread thread = new Thread(task, "gradcam4j-reader");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
