package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How many explanations does a machine finish in a second? One after the other with all cores, and as many at once as there
 * are cores with one thread each, in the same rounds.
 *
 * <p>Arguments: the file of results, the number of rounds.
 */
public final class Throughput {
    private static final int WARM_UP = 5;
    private static final int EXPLANATIONS = 64;

    private Throughput() {}

    /** Measures. */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        int cores = Runtime.getRuntime().availableProcessors();
        Results results = new Results("throughput");
        Network network = Network.named("efficientnet-lite0");
        Tensor picture = network.picture();
        ExecutorService threads = Executors.newFixedThreadPool(cores);
        try (Explainer all = open(network, cores);
                Explainer one = open(network, 1)) {
            Interleaved times = Interleaved.measure(
                    WARM_UP, rounds, List.of(() -> inTurn(all, picture), () -> atOnce(one, picture, threads)));
            List<String> names = List.of("in turn, " + cores + " threads each", cores + " at once, 1 thread each");
            for (int i = 0; i < names.size(); i++) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("network", network.name());
                row.put("explanations", names.get(i));
                row.put(
                        "per second",
                        Results.rounded(
                                1000 * EXPLANATIONS / Median.of(times.wall(i)).value()));
                Median ratio = Median.ofRatios(times.wall(0), times.wall(i));
                row.put("times in turn", Results.rounded(ratio.value()));
                row.put("low", Results.rounded(ratio.low()));
                row.put("high", Results.rounded(ratio.high()));
                row.put("rounds", rounds);
                results.add(row);
            }
        } finally {
            threads.shutdownNow();
        }
        results.write(Path.of(args[0]));
    }

    private static Explainer open(Network network, int threads) {
        return Explainer.open(network.source(), ExplainerOptions.defaults().withThreads(threads));
    }

    private static void inTurn(Explainer explainer, Tensor picture) {
        for (int i = 0; i < EXPLANATIONS; i++) {
            explainer.explain(ExplainRequest.about(Arrays.of("noise", picture)).build());
        }
    }

    private static void atOnce(Explainer explainer, Tensor picture, ExecutorService threads) throws Exception {
        List<Future<?>> pending = new ArrayList<>();
        for (int i = 0; i < EXPLANATIONS; i++) {
            pending.add(threads.submit(() -> explainer.explain(
                    ExplainRequest.about(Arrays.of("noise", picture)).build())));
        }
        for (Future<?> explanation : pending) {
            explanation.get();
        }
    }
}
