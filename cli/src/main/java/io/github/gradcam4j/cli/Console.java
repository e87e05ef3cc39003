package io.github.gradcam4j.cli;

import io.github.gradcam4j.formatters.TerminalSummary.Colours;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Holds the streams of one run of the command line: results go to {@code out}, progress and messages to {@code err}.
 *
 * @param in standard input
 * @param out where results go
 * @param err where progress and messages go
 * @param interactive whether somebody watches {@code err} on a terminal
 * @param colours what the terminal behind {@code out} can show
 */
record Console(InputStream in, PrintStream out, PrintStream err, boolean interactive, Colours colours) {
    /** Returns the streams of this process. The launcher knows what terminals are attached; Java tells it only from 22. */
    static Console system() {
        return new Console(
                System.in,
                System.out,
                System.err,
                Boolean.getBoolean("gradcam4j.terminal"),
                Colours.valueOf(System.getProperty("gradcam4j.colours", "NONE")));
    }

    /** Returns a console that tells nothing on {@code err}, if that is wanted. */
    Console quiet(boolean wanted) {
        return wanted ? new Console(in, out, new PrintStream(OutputStream.nullOutputStream()), false, colours) : this;
    }

    /** Prints one message on one line, whatever a file name or a foreign message contains. */
    void message(String text) {
        err.println("gradcam4j: " + printable(text));
        err.flush();
    }

    /** Returns a size for people. */
    static String size(long bytes) {
        return bytes < 1 << 30
                ? String.format(Locale.ROOT, "%.0f MiB", bytes / 1048576.0)
                : String.format(Locale.ROOT, "%.1f GiB", bytes / 1073741824.0);
    }

    /** Returns a text that stays on one line and does not steer the terminal. */
    static String printable(String text) {
        return text.strip()
                .replaceAll("\\s*\\R\\s*", " ")
                .replaceAll("[\\p{Cc}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]", "?");
    }
}
