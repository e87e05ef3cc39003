package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Does a process that explains for hours stay as it is? Time for each explanation and memory of the process, after every tenth
 * part of the explanations: of the same network, layer and size, and of sizes that change.
 *
 * <p>Arguments: the file of results, the number of explanations. Memory is 0 where there is no {@code /proc}.
 */
public final class Endurance {
    private static final int PARTS = 10;

    private Endurance() {}

    /** Measures. */
    public static void main(String[] args) throws Exception {
        int explanations = Integer.parseInt(args[1]);
        Results results = new Results("endurance");
        Network lite = Network.named("efficientnet-lite0");
        Tensor picture = lite.picture();
        measure(results, lite, "one size, top 3", explanations, i -> picture);
        Network free = Network.named("efficientnet-b0, any size");
        measure(results, free, "40 sizes, top 3", explanations, i -> Network.picture(64 + i % 8, 64 + 2 * (i / 8 % 5)));
        results.write(Path.of(args[0]));
    }

    private static void measure(
            Results results, Network network, String what, int explanations, IntFunction<Tensor> pictures)
            throws IOException {
        try (Explainer explainer =
                Explainer.open(network.source(), ExplainerOptions.defaults().withThreads(1))) {
            for (int part = 1; part <= PARTS; part++) {
                double[] times = new double[Math.max(1, explanations / PARTS)];
                for (int i = 0; i < times.length; i++) {
                    ExplainRequest request = ExplainRequest.about(Arrays.of("noise", pictures.apply(i)))
                            .target("top:3")
                            .build();
                    long start = System.nanoTime();
                    explainer.explain(request);
                    times[i] = (System.nanoTime() - start) / 1e6;
                }
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("network", network.name());
                row.put("what", what);
                row.put("explanations", part * times.length);
                row.put("ms", Results.rounded(Median.of(times).value()));
                row.put("resident MB", Results.rounded(Resident.megabytes()));
                results.add(row);
            }
        }
    }
}
