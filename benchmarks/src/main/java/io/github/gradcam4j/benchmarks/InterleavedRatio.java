package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What does an explanation cost beside the plain forward pass of the same model? Everything that is compared runs in the same
 * process, in the same rounds; a second plain session is the null control that shows what is noise.
 *
 * <p>Arguments: the file of results, the number of rounds.
 */
public final class InterleavedRatio {
    /** Rounds until the compiler is done with what runs once in a round. */
    private static final int WARM_UP = 400;

    private InterleavedRatio() {}

    /** Measures both networks with one thread and with one per core. */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        int cores = Runtime.getRuntime().availableProcessors();
        Results results = new Results("forward-versus-explain");
        for (String name : List.of("efficientnet-lite0", "resnet50")) {
            Network network = Network.named(name);
            int fewer = name.equals("resnet50") ? Math.max(2, rounds / 4) : rounds;
            measure(results, network, 1, fewer);
            if (cores > 1) {
                measure(results, network, cores, fewer);
            }
        }
        results.write(Path.of(args[0]));
    }

    private static void measure(Results results, Network network, int threads, int rounds) throws Exception {
        Tensor picture = network.picture();
        try (PlainForward plain = new PlainForward(network, picture, threads);
                PlainForward control = new PlainForward(network, picture, threads);
                RawMap one = new RawMap(network, picture, threads, 1);
                RawMap five = new RawMap(network, picture, threads, 5);
                Explainer explainer = Explainer.open(
                        network.source(), ExplainerOptions.defaults().withThreads(threads))) {
            ExplainRequest request =
                    ExplainRequest.about(Arrays.of("noise", picture)).build();
            Interleaved times = Interleaved.measure(
                    Math.min(2 * rounds, WARM_UP),
                    rounds,
                    List.of(plain::run, control::run, one::compute, five::compute, () -> explainer.explain(request)));
            List<Row> rows = List.of(
                    new Row("forward again (null control)", 1, "forward", 0),
                    new Row("tensor to raw map, top 1", 2, "forward", 0),
                    new Row("tensor to raw map, top 5", 3, "top 1", 2),
                    new Row("Explainer.explain(tensor), top 1", 4, "forward", 0));
            for (Row row : rows) {
                Median wall = Median.ofRatios(times.wall(row.contestant), times.wall(row.base));
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("network", network.name());
                entry.put("threads", threads);
                entry.put("what", row.what);
                entry.put(
                        "ms",
                        Results.rounded(Median.of(times.wall(row.contestant)).value()));
                entry.put("over", row.baseName);
                entry.put("ratio", Results.rounded(wall.value()));
                entry.put("ratio low", Results.rounded(wall.low()));
                entry.put("ratio high", Results.rounded(wall.high()));
                if (threads == 1) {
                    Median cpu = Median.ofRatios(times.cpu(row.contestant), times.cpu(row.base));
                    entry.put("cpu ratio", Results.rounded(cpu.value()));
                    entry.put("cpu low", Results.rounded(cpu.low()));
                    entry.put("cpu high", Results.rounded(cpu.high()));
                }
                entry.put("rounds", rounds);
                results.add(entry);
            }
        }
    }

    private record Row(String what, int contestant, String baseName, int base) {}
}
