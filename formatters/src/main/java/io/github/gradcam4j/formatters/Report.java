package io.github.gradcam4j.formatters;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.formatters.internal.html.Page;
import io.github.gradcam4j.spi.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Collects many explanations, of pictures and texts, of several inputs and layers, in one page with a table of contents: no
 * script, nothing loaded from elsewhere. Explanations are added one by one and not kept: they wait in a file of the
 * temporary folder, and only a line of the table of contents for each stays in memory. The page is written whole or not at
 * all:
 *
 * <pre>{@code
 * try (Report report = Report.to(Path.of("report.html"), "Reviews", Map.of())) {
 *     for (Explanation explanation : explanations) {
 *         report.add(explanation);
 *     }
 *     report.finish();
 * }
 * }</pre>
 *
 * <p>May be used by several threads; explanations come in the order in which they were added.
 */
public final class Report implements AutoCloseable {
    private final Path file;
    private final String title;
    private final Map<String, String> options;
    private final StringBuilder contents = new StringBuilder();
    private final Path waiting;
    private final OutputStream chapters;
    private int count;
    private boolean closed;

    private Report(Path file, String title, Map<String, String> options, Path waiting) throws IOException {
        this.file = file;
        this.title = title;
        this.options = Map.copyOf(options);
        this.waiting = waiting;
        chapters = Files.newOutputStream(waiting);
    }

    /**
     * Begins a report. Nothing is written to its file before {@link #finish}.
     *
     * @param file the page's file
     * @param title the page's title
     * @param options options of format {@code html}, but {@code include_styles}
     * @return the report
     * @throws IllegalArgumentException if an option is unknown or wrong
     * @throws GradCamException if the temporary folder cannot be written to
     */
    public static Report to(Path file, String title, Map<String, String> options) {
        if (options.containsKey("include_styles")) {
            throw new IllegalArgumentException("a report has no option 'include_styles': it is always a whole page. "
                    + "Write fragments with format html");
        }
        Page.check(options);
        try {
            return new Report(file, title, options, Files.createTempFile("gradcam4j-report-", ".part"));
        } catch (IOException e) {
            throw cannotWait(e);
        }
    }

    /**
     * Adds an explanation.
     *
     * @param explanation the explanation; not kept
     * @throws GradCamException if the temporary folder is full
     */
    public synchronized void add(Explanation explanation) {
        checkOpen();
        String anchor = "e" + (count + 1);
        byte[] chapter = Page.chapter(explanation, anchor, options).getBytes(StandardCharsets.UTF_8);
        try {
            chapters.write(chapter);
        } catch (IOException e) {
            throw cannotWait(e);
        }
        contents.append(Page.entry(explanation, anchor));
        count++;
    }

    /**
     * Writes the page and closes the report.
     *
     * @throws GradCamException if the file cannot be written; nothing is left behind then
     */
    public synchronized void finish() {
        checkOpen();
        try (this) {
            chapters.close();
            WholeFile.write(file, this::page);
        } catch (IOException e) {
            throw cannotWait(e);
        }
    }

    private void page(OutputStream out) throws IOException {
        out.write(bytes(Page.head(title) + Page.heading(title) + "<nav>\n<ol>\n"));
        out.write(bytes(contents + "</ol>\n</nav>\n"));
        Files.copy(waiting, out);
        out.write(bytes(Page.foot()));
    }

    /** Throws away what was not finished. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            chapters.close();
            Files.deleteIfExists(waiting);
        } catch (IOException e) {
            // a file in the temporary folder that cannot be removed does no harm
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this report is closed. Begin another one with Report.to");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static GradCamException cannotWait(IOException e) {
        return new GradCamException(
                "the report cannot be collected in the temporary folder '" + System.getProperty("java.io.tmpdir")
                        + "': " + e.getMessage() + ". Make room there, or name another folder with -Djava.io.tmpdir",
                e);
    }
}
