package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.benchmarks.Figures.Row;
import io.github.gradcam4j.benchmarks.plot.DotPlot;
import io.github.gradcam4j.benchmarks.plot.LinePlot;
import io.github.gradcam4j.benchmarks.plot.Plot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Says how results are shown: a question that is not listed has a table and no plot. */
final class Sections {
    private static final OptionalDouble NONE = OptionalDouble.empty();
    private static final OptionalDouble ONE = OptionalDouble.of(1);

    private Sections() {}

    static Section of(String question) {
        return switch (question) {
            case "kernel" -> new Section("""
                    From activations and gradients in direct memory to K x N maps. `CHANNEL_MEAN` is Grad-CAM, `ELEMENTWISE` is HiResCAM.
                    `gpu` is the OpenCL device that is named below the plot; transfers are part of its time.""", Sections::kernel);
            case "kernel-stream" -> new Section("""
                    The stream copies both arrays to a block that stays in the nearest cache: the fastest way through memory that
                    Java has in one thread. The kernel takes more threads where it pays.""", Sections::stream);
            case "file-to-png" -> new Section("""
                    The bundled EfficientNet-Lite0 with one thread, one photograph in two sizes; `fileToPng` is all of it.""", Sections::steps);
            case "forward-versus-explain" -> new Section("""
                    ONNX: all run in the same process, in the same rounds. The forward pass is stock ONNX Runtime, its input and output
                    pinned in direct memory.""", Sections::forward);
            case "cost-by-layer" -> new Section("""
                    The earlier the layer, the more of the network is differentiated.""", Sections::layers);
            case "torchscript-small", "tensorflow-small" -> new Section("""
                    Small networks of the repository: their forward pass is so short that what an explanation costs by itself stands out.""", Sections::layers);
            case "torchscript-cost-by-layer" ->
                new Section("Networks of torchvision with random weights.", Sections::layers);
            case "tensorflow-cost-by-layer" -> new Section("""
                    Networks of keras.applications with random weights, and six LSTMs for texts, explained at their embedding.""", Sections::layers);
            case "explain" -> new Section("""
                    `forward` is the runtime's own pass, `map` goes from the tensor to raw maps, `explain` is `Explainer.explain`. JMH times
                    one after the other, so a ratio of two times carries what changed in between. Allocation is that of the Java heap, by
                    JMH's gc profiler.""", Sections::explanations);
            case "threads" -> new Section("""
                    EfficientNet-Lite0. All callers share one `Explainer`, and each begins an explanation when its last one is done.""", Sections::threads);
            case "first-explanation" -> new Section("""
                    Single shots of JMH, each in a new virtual machine, whose own start is not part of it. Loading a native runtime is most
                    of it. `photograph` and `sentence` are the bundled models, `sentiment` is the latter in other forms.""", Sections::first);
            case "cold-start" -> new Section("From the command line to the written picture.", Sections::coldStart);
            case "changing-sizes" -> new Section("", Sections::sizes);
            case "endurance" -> new Section("", rows -> List.of(memory("", "explanations", rows)));
            case "torchscript-endurance" ->
                new Section(
                        "",
                        rows -> List.of(
                                memory("explanations, sizes change, top 3", "count", rows),
                                memory("open, explain, close", "count", rows)));
            case "torchscript-start" -> new Section("""
                    `engine` loads libtorch, `open` opens the file, `first` and `second` explain or run forward.""", Sections::start);
            case "torchscript-peers", "tensorflow-peers" -> new Section("""
                    Processes of Java and Python take turns, in one thread. `forward` explains nothing: it is what would be left if an
                    explanation cost nothing.""", Sections::peers);
            default -> new Section("", rows -> List.of());
        };
    }

    private static List<Plot> kernel(List<Row> rows) {
        return List.of(Dots.of(
                        rows,
                        row -> row.text("weighting")
                                + Dots.counted(row, "targets", "target", "targets")
                                + Dots.counted(row, "items", "item", "items"))
                .grouped(row -> row.text("shape") + " " + row.text("layout"))
                .coloured(row -> row.text("device"))
                .plot("Kernel: a sum of K x N maps", "microseconds", NONE, "us", "low", "high"));
    }

    private static List<Plot> stream(List<Row> rows) {
        return List.of(Dots.of(rows, row -> row.text("weighting") + ", gradient " + row.text("gradient"))
                .grouped(row ->
                        row.text("shape") + " " + row.text("layout") + Dots.counted(row, "items", "item", "items"))
                .plot(
                        "The processor's kernel over a stream",
                        "times the stream's time, by the clock",
                        ONE,
                        "ratio",
                        "ratio low",
                        "ratio high"));
    }

    private static List<Plot> steps(List<Row> rows) {
        return List.of(Dots.of(rows, row -> row.text("what"))
                .grouped(row -> row.text("pixels"))
                .plot("From a file to a PNG file", "milliseconds", NONE, "ms", "low", "high"));
    }

    private static List<Plot> forward(List<Row> rows) {
        return List.of(Dots.of(rows, row -> row.text("what") + ", over " + row.text("over"))
                .grouped(row -> row.text("network") + Dots.counted(row, "threads", "thread", "threads"))
                .plot("An explanation over a forward pass", "ratio of times", ONE, "ratio", "ratio low", "ratio high"));
    }

    private static List<Plot> layers(List<Row> rows) {
        return List.of(Dots.of(
                        rows,
                        row -> (row.text("what").isEmpty() ? row.text("layer") : row.text("what"))
                                + Dots.counted(row, "classes", "class", "classes"))
                .grouped(row -> row.text("network"))
                .plot(
                        "A map over a forward pass, by layer",
                        "times the CPU time of the plain forward pass",
                        ONE,
                        "cpu ratio",
                        "cpu low",
                        "cpu high"));
    }

    private static List<Plot> explanations(List<Row> rows) {
        Dots dots = Dots.of(
                        rows,
                        row -> row.text("what")
                                + (row.text("layer").isEmpty() ? "" : ", " + row.text("layer") + " layer")
                                + Dots.counted(row, "classes", "class", "classes"))
                .grouped(row -> row.text("model"));
        return List.of(
                dots.plot("CPU time, in one thread", "milliseconds", NONE, "cpu ms", "cpu low", "cpu high"),
                dots.plot("Allocation on the Java heap", "bytes in each call", "heap bytes"));
    }

    private static List<Plot> threads(List<Row> rows) {
        return List.of(
                Dots.of(rows, Sections::callers)
                        .plot("Explanations in a second", "per second", NONE, "per second", "low", "high"),
                Dots.byColumn(rows, List.of("p50 ms", "p90 ms", "p99 ms"), Sections::callers)
                        .plot("How long each explanation takes", "milliseconds", Dots.FIGURE));
    }

    private static String callers(Row row) {
        return Dots.counted(row, "callers", "caller", "callers").substring(2)
                + Dots.counted(row, "threads each", "thread each", "threads each");
    }

    private static List<Plot> first(List<Row> rows) {
        return List.of(Dots.of(rows, row -> row.text("model"))
                .plot("Open a model and explain", "milliseconds", NONE, "ms", "low", "high"));
    }

    private static List<Plot> coldStart(List<Row> rows) {
        return List.of(Dots.of(rows, row -> row.text("command").replace("gradcam4j explain PHOTOGRAPH, ", ""))
                .plot("gradcam4j explain PHOTOGRAPH", "seconds", NONE, "seconds", "low", "high"));
    }

    private static List<Plot> sizes(List<Row> rows) {
        return List.of(Dots.of(rows, row -> row.text("picture"))
                .grouped(row -> row.text("network") + ", " + row.text("where"))
                .plot("A raw map of a picture", "milliseconds", NONE, "ms", "low", "high"));
    }

    private static List<Plot> start(List<Row> rows) {
        List<String> steps = List.of("engine ms", "open ms", "first ms", "second ms");
        return List.of(Dots.byColumn(rows, steps, row -> row.text("what"))
                .grouped(row -> row.text("network"))
                .plot("A new process, step by step", "milliseconds", Dots.FIGURE));
    }

    private static List<Plot> peers(List<Row> rows) {
        DotPlot plot = Dots.of(rows, row -> row.text("who"))
                .grouped(row -> row.text("network") + ", " + row.text("layer"))
                .coloured(row -> side(row.text("who")))
                .plot("The same map from Python", "times gradcam4j's CPU time", ONE, "times gradcam4j", "low", "high");
        return List.of(plot);
    }

    private static String side(String who) {
        if (who.equals("gradcam4j")) {
            return who;
        }
        return who.contains("forward") ? "a forward pass, which explains nothing" : "a map in Python";
    }

    /** Plots the memory of the process for the rows of one kind, or all. */
    private static LinePlot memory(String what, String count, List<Row> rows) {
        Map<String, List<LinePlot.Point>> lines = new LinkedHashMap<>();
        for (Row row : rows) {
            if (what.isEmpty() || row.text("what").equals(what)) {
                double memory = row.number("resident MB").orElse(0);
                String name = row.text("network") + (what.isEmpty() ? ": " + row.text("what") : "");
                lines.computeIfAbsent(name, key -> new java.util.ArrayList<>())
                        .add(new LinePlot.Point(row.number(count).orElse(0), memory, memory, memory));
            }
        }
        return new LinePlot(
                "Memory of the process" + (what.isEmpty() ? "" : ": " + what),
                what.startsWith("open") ? "openings" : "explanations",
                "resident MB",
                lines.entrySet().stream()
                        .map(line -> new LinePlot.Line(line.getKey(), line.getValue()))
                        .toList());
    }
}
