package io.github.gradcam4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts questions, each in a virtual machine of its own, and writes the page of all results. Where one cannot be answered, the
 * others still are; the exit code is 1 then, and 2 where the command line makes no sense.
 */
public final class Suite {
    private static final String USAGE = """
            usage: benchmarks/run [short|full] [QUESTION...] [OPTION...]
                   benchmarks/run report       writes the page of the results that are there
              short                       minutes; the default
              full                        more rounds and forks, an hour or more: for figures to publish
              --networks FOLDER           large networks, in FOLDER/torch and FOLDER/tensorflow
              --python-torch PYTHON       a Python with benchmarks/torch/requirements.txt
              --python-tensorflow PYTHON  a Python with benchmarks/tensorflow/requirements.txt
              --results FOLDER            where results and their page go, if not to benchmarks/results and docs
            Without names, all questions are put for which enough is given:
            """;

    private static final Path RESULTS = Path.of("benchmarks/results");
    private static final Path DOCS = Path.of("docs");

    private Suite() {}

    /** Measures; the system property {@code benchmarks.from} is the folder that relative paths begin at. */
    public static void main(String[] args) throws Exception {
        List<String> line = List.of(args);
        if (line.contains("help") || line.contains("--help") || line.contains("-h")) {
            System.out.print(usage());
            return;
        }
        if (line.equals(List.of("report"))) {
            Report.write(RESULTS, DOCS);
            return;
        }
        Arguments arguments;
        try {
            arguments = Arguments.parse(line, Path.of(System.getProperty("benchmarks.from", "")), Questions.ALL);
        } catch (IllegalArgumentException e) {
            System.err.println("benchmarks/run: " + e.getMessage());
            System.exit(2);
            return;
        }
        String given = arguments.given().get("results");
        System.exit(given == null ? run(arguments, RESULTS, DOCS) : run(arguments, Path.of(given), Path.of(given)));
    }

    /** Puts all questions, writes the page, and returns the exit code. */
    static int run(Arguments arguments, Path results, Path page) throws IOException, InterruptedException {
        List<String> failed = new ArrayList<>();
        long start = System.nanoTime();
        for (Question question : arguments.questions()) {
            System.out.println("\n== " + question.name() + ": " + question.asks());
            int code = put(question, arguments, results);
            if (code != 0) {
                failed.add(question.name());
                System.err.println("== " + question.name() + " failed with exit code " + code);
            }
            System.out.printf("== after %.1f minutes%n", (System.nanoTime() - start) / 6e10);
        }
        Report.write(results, page);
        if (!failed.isEmpty()) {
            System.err.println("benchmarks/run: not answered: " + String.join(", ", failed));
        }
        return failed.isEmpty() ? 0 : 1;
    }

    /** Puts a question in a virtual machine of its own, and returns its exit code. */
    private static int put(Question question, Arguments arguments, Path results)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(question.javaOptions());
        options.add("-Djava.awt.headless=true");
        options.add("-D" + Results.FORM + "=" + (arguments.full() ? "full" : "short"));
        List<String> all = new ArrayList<>();
        all.add(results.resolve(question.name() + ".json").toString());
        all.addAll(question.arguments(arguments.full(), arguments.given()));
        return new ProcessBuilder(Child.command(question.program(), options, all))
                .inheritIO()
                .start()
                .waitFor();
    }

    static String usage() {
        StringBuilder text = new StringBuilder(USAGE);
        for (Question question : Questions.ALL) {
            text.append(String.format("  %-26s  %s%n", question.name(), question.asks()));
        }
        return text.toString();
    }
}
