package io.github.gradcam4j.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a batch is: a bar on a terminal, nothing elsewhere. */
final class Progress implements AutoCloseable {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final Console console;
    private final @Nullable ProgressBar bar;

    Progress(Console console, int inputs, boolean quiet) {
        this.console = console;
        this.bar = console.interactive() && inputs > 1 && !quiet
                ? new ProgressBarBuilder()
                        .setTaskName("explain")
                        .setInitialMax(inputs)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setConsumer(new ConsoleProgressBarConsumer(console.err()))
                        .build()
                : null;
    }

    void step() {
        if (bar != null) {
            bar.step();
        }
    }

    /** Makes room for a line; the bar is drawn again below it. */
    void makeRoom() {
        if (bar != null) {
            console.err().print(CLEAR_LINE);
            console.err().flush();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
