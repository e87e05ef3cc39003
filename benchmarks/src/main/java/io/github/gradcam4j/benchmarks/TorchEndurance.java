package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * Does a process that explains TorchScript files for hours stay as it is? Time for each explanation and memory of the process
 * after every tenth part of the explanations, of a small text model and a small convolutional network, the sizes of whose
 * inputs change; and memory after opening, using and closing a ResNet-18 again and again.
 *
 * <p>Arguments: the file of results, the number of explanations, the number of openings, the folder of networks. Memory is 0
 * where there is no {@code /proc}; with a heap that is all there from the start, what grows is native.
 */
public final class TorchEndurance {
    private static final int PARTS = 10;
    private static final int WORDS = 20;

    /** The most tokens that the text models take. */
    private static final int TOKENS = 16;

    private TorchEndurance() {}

    /** Measures. */
    public static void main(String[] args) throws Exception {
        int explanations = Integer.parseInt(args[1]);
        TorchNetwork resnet = TorchNetwork.named("resnet18", Path.of(args[3]));
        Path fixtures = Fixtures.path("torchscript");
        Results results = new Results("torchscript-endurance", Map.of("libtorch", TorchForward.libtorch()));
        explain(results, fixtures.resolve("text/recurrent.traced/model.pt"), explanations, TorchEndurance::text);
        explain(results, fixtures.resolve("text/bert.traced/model.pt"), explanations, TorchEndurance::tokens);
        explain(results, fixtures.resolve("resnet-static.traced/model.pt"), explanations, TorchEndurance::picture);
        reopen(results, resnet, Integer.parseInt(args[2]));
        results.write(Path.of(args[0]));
    }

    private static void explain(Results results, Path file, int explanations, IntFunction<Arrays> inputs)
            throws IOException {
        try (Explainer explainer =
                Explainer.open(ModelSource.of(file), ExplainerOptions.defaults().withThreads(1))) {
            for (int part = 1; part <= PARTS; part++) {
                double[] times = new double[Math.max(1, explanations / PARTS)];
                for (int i = 0; i < times.length; i++) {
                    ExplainRequest request = ExplainRequest.about(inputs.apply(i))
                            .target("top:3")
                            .build();
                    double start = cpu();
                    explainer.explain(request);
                    times[i] = cpu() - start;
                }
                String name = String.valueOf(file.getName(file.getNameCount() - 2));
                add(results, name, "explanations, sizes change, top 3", part * times.length, times);
            }
        }
    }

    private static void reopen(Results results, TorchNetwork network, int openings) throws IOException {
        ExplainRequest request =
                ExplainRequest.about(Arrays.of("noise", network.picture())).build();
        int parts = Math.min(PARTS, openings);
        for (int part = 1; part <= parts; part++) {
            double[] times = new double[openings / parts];
            for (int i = 0; i < times.length; i++) {
                double start = cpu();
                try (Explainer explainer = Explainer.open(
                        network.source(), ExplainerOptions.defaults().withThreads(1))) {
                    explainer.explain(request);
                }
                times[i] = cpu() - start;
            }
            add(results, network.name(), "open, explain, close", part * times.length, times);
        }
    }

    private static void add(Results results, String network, String what, int count, double[] times)
            throws IOException {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("network", network);
        row.put("what", what);
        row.put("count", count);
        row.put("cpu ms", Results.rounded(Median.of(times).value()));
        row.put("resident MB", Results.rounded(Resident.megabytes()));
        results.add(row);
    }

    /** Returns milliseconds that this thread had a core: other work on the machine makes nothing of them. */
    private static double cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6;
    }

    private static Arrays picture(int index) {
        return Arrays.of("noise", Network.picture(48 + index % 8, 48 + 2 * (index / 8 % 5)));
    }

    private static Arrays text(int index) {
        return Arrays.of("text", words(4 + index % (TOKENS - 3)));
    }

    private static Arrays tokens(int index) {
        int length = 4 + index % (TOKENS - 3);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("input_ids", words(length));
        inputs.put("attention_mask", constant(length, 1));
        inputs.put("token_type_ids", constant(length, 0));
        return new Arrays(Arrays.of("text", words(length)).source(), inputs);
    }

    private static Tensor words(int length) {
        SplittableRandom random = new SplittableRandom(length);
        return Tensor.of(random.longs(length, 1, WORDS).toArray(), 1, length);
    }

    private static Tensor constant(int length, long value) {
        long[] values = new long[length];
        java.util.Arrays.fill(values, value);
        return Tensor.of(values, 1, length);
    }
}
