package io.github.gradcam4j.cli;

import io.github.gradcam4j.cli.fetch.Watcher;
import io.github.gradcam4j.spi.NativeJar;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Tells what is fetched: a line for each file, and a bar on a terminal. */
final class FetchMessages implements Watcher, AutoCloseable {
    private static final long MEGABYTE = 1_000_000;

    private final Console console;
    private @Nullable ProgressBar bar;

    FetchMessages(Console console) {
        this.console = console;
    }

    @Override
    public void waiting(String fileName) {
        console.message("another gradcam4j is fetching " + fileName + "; waiting for it");
    }

    @Override
    public void found(NativeJar jar, Path file) {
        console.message("taking " + jar.fileName() + " from '" + file.getParent() + "'");
    }

    @Override
    public void started(NativeJar jar, URI address) {
        console.message("fetching " + MissingParts.names(List.of(jar)) + " from " + address);
        if (console.interactive()) {
            bar = new ProgressBarBuilder()
                    .setTaskName("fetch")
                    .setUnit(" MB", MEGABYTE)
                    .setInitialMax(jar.bytes())
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(console.err()))
                    .build();
        }
    }

    @Override
    public void progress(long bytes) {
        if (bar != null) {
            bar.stepTo(bytes);
        }
    }

    @Override
    public void ended() {
        close();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
