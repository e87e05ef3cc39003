package io.github.gradcam4j.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects rows of figures, and writes them as JSON with the machine that they were taken on. */
final class Results {
    /** The system property that says whether this is the short or the full form. */
    static final String FORM = "benchmarks.form";

    private final String benchmark;
    private final Map<String, String> runtimes;
    private final List<Map<String, Object>> rows = new ArrayList<>();

    /** Collects what was measured with ONNX Runtime. */
    Results(String benchmark) {
        this(benchmark, Map.of("onnxruntime", OrtEnvironment.getEnvironment().getVersion()));
    }

    /** Collects what was measured with other runtimes, whose versions are given by name. */
    Results(String benchmark, Map<String, String> runtimes) {
        this.benchmark = benchmark;
        this.runtimes = runtimes;
    }

    /** Adds a row, and shows it at once. */
    void add(Map<String, Object> row) {
        rows.add(row);
        System.out.println(row);
    }

    void write(Path file) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("benchmark", benchmark);
        String form = System.getProperty(FORM);
        if (form != null) {
            json.put("form", form);
        }
        json.put("machine", Machine.describe(runtimes));
        json.put("rows", rows);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(json) + "\n");
    }

    /** Returns four significant digits: more would claim what was not measured. */
    static double rounded(double value) {
        return Double.isFinite(value) && value != 0
                ? new java.math.BigDecimal(value)
                        .round(new java.math.MathContext(4))
                        .doubleValue()
                : value;
    }
}
