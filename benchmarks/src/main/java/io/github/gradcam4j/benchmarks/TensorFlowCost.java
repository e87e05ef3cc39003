package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.spi.Device;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.tensorflow.TensorFlowBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * What does an explanation of a SavedModel cost beside a plain forward pass of the same frozen graph, in the layer that is taken
 * automatically, for one class and for five? And how long from opening the folder to the first map? TensorFlow runs in threads
 * of its own, here one: the ratios are of the clock.
 *
 * <p>Arguments: the file of results, the number of rounds, the folder of networks.
 */
public final class TensorFlowCost {
    private static final int WARM_UP = 3;
    private static final int WARM_UP_SECONDS = 15;
    private static final List<String> NETWORKS = List.of("mobilenet_v2", "resnet50", "efficientnet_b0");

    private TensorFlowCost() {}

    /** Measures all networks. */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        Results results = new Results("tensorflow-cost-by-layer", Map.of());
        for (String network : NETWORKS) {
            measure(results, network, Path.of(args[2]).resolve(network), rounds);
        }
        results.write(Path.of(args[0]));
    }

    private static void measure(Results results, String network, Path folder, int rounds) throws Exception {
        Tensor picture = noise();
        ExplainerOptions options = ExplainerOptions.defaults().withThreads(1);
        long start = System.nanoTime();
        ModelOptions plain = new ModelOptions(Device.CPU, OptionalInt.of(1), Map.of(), Optional.empty());
        try (Explainer explainer = Explainer.open(folder, options);
                GradientModel forward = new TensorFlowBackend().open(ModelSource.of(folder), plain);
                GradientModel control = new TensorFlowBackend().open(ModelSource.of(folder), plain)) {
            explainer.explain(request(picture, 1));
            double first = (System.nanoTime() - start) / 1e6;
            List<Interleaved.Contestant> contestants = new ArrayList<>();
            contestants.add(() -> run(forward, picture));
            contestants.add(() -> run(control, picture));
            for (int classes : List.of(1, 5)) {
                contestants.add(() -> explainer.explain(request(picture, classes)));
            }
            Interleaved.warmUp(WARM_UP_SECONDS, contestants);
            Interleaved times = Interleaved.measure(WARM_UP, rounds, contestants);
            List<String> names = List.of("forward again (null control)", "explain, 1 class", "explain, 5 classes");
            for (int i = 0; i < names.size(); i++) {
                Median ratio = Median.ofRatios(times.wall(i + 1), times.wall(0));
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("network", network);
                row.put("what", names.get(i));
                row.put("ms", Results.rounded(Median.of(times.wall(i + 1)).value()));
                row.put("ratio", Results.rounded(ratio.value()));
                row.put("low", Results.rounded(ratio.low()));
                row.put("high", Results.rounded(ratio.high()));
                row.put("first map ms", Results.rounded(first));
                row.put("rounds", rounds);
                results.add(row);
            }
        }
    }

    private static ExplainRequest request(Tensor picture, int classes) {
        return ExplainRequest.about(Arrays.of("noise", picture))
                .target("top:" + classes)
                .build();
    }

    private static void run(GradientModel model, Tensor picture) {
        String input = model.signature().inputs().get(0).name();
        PassRequest forward =
                new PassRequest(Map.of(input, picture), List.of(), ScoreKind.AUTO, List.of(), Cancellation.never());
        try (Pass pass = model.run(forward)) {
            pass.scores().value(0, 0);
        }
    }

    private static Tensor noise() {
        SplittableRandom random = new SplittableRandom(7);
        float[] values = new float[224 * 224 * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return Tensor.of(values, 1, 224, 224, 3);
    }
}
