package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.input.Arrays;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What does an explanation of a TorchScript file cost beside DJL's plain forward pass of the same file? By layer, for one class
 * and for five, in one thread: the ratios are of the time that this thread had a core. A second plain model is the null control.
 *
 * <p>Arguments: the file of results, the number of rounds, seconds to warm up; and the folder of networks, without which the
 * small ones of the repository are measured.
 */
public final class TorchCost {
    private static final int WARM_UP = 3;

    private record Question(String where, String layer, int classes) {}

    private TorchCost() {}

    /** Measures all networks. */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        int seconds = Integer.parseInt(args[2]);
        boolean large = args.length > 3;
        List<TorchNetwork> networks = large ? TorchNetwork.in(Path.of(args[3])) : TorchNetwork.small();
        Results results = new Results(
                large ? "torchscript-cost-by-layer" : "torchscript-small", Map.of("libtorch", TorchForward.libtorch()));
        for (TorchNetwork network : networks) {
            measure(results, network, rounds, seconds);
        }
        results.write(Path.of(args[0]));
    }

    private static void measure(Results results, TorchNetwork network, int rounds, int seconds) throws Exception {
        List<Question> questions = new ArrayList<>();
        for (int classes : List.of(1, 5)) {
            questions.add(new Question("before pooling (auto)", "auto", classes));
            questions.add(new Question("middle", network.middle(), classes));
            questions.add(new Question("first", network.first(), classes));
        }
        ExplainerOptions options = ExplainerOptions.defaults().withThreads(1);
        try (TorchForward plain = new TorchForward(network.file(), network.picture(), 1);
                TorchForward control = new TorchForward(network.file(), network.picture(), 1);
                RawMap one = new RawMap(network, 1);
                RawMap five = new RawMap(network, 5);
                Explainer explainer = Explainer.open(network.source(), options)) {
            List<Interleaved.Contestant> contestants = new ArrayList<>(List.of(plain::run, control::run));
            contestants.add(one::compute);
            contestants.add(five::compute);
            for (Question question : questions) {
                ExplainRequest request = ExplainRequest.about(Arrays.of("noise", network.picture()))
                        .target("top:" + question.classes)
                        .layer(question.layer)
                        .build();
                contestants.add(() -> explainer.explain(request));
            }
            Interleaved.warmUp(seconds, contestants.subList(0, 5)); // the cheap ones
            Interleaved times = Interleaved.measure(WARM_UP, rounds, contestants);
            String auto = one.layer().toString();
            Row row = new Row(results, network, times, rounds);
            row.add("forward again (null control)", "", 0, 1);
            row.add("tensor to raw map", auto, 1, 2);
            row.add("tensor to raw map", auto, 5, 3);
            for (int i = 0; i < questions.size(); i++) {
                Question question = questions.get(i);
                String layer = question.layer.equals("auto") ? auto : question.layer;
                row.add("explain, " + question.where, layer, question.classes, i + 4);
            }
        }
    }

    private record Row(Results results, TorchNetwork network, Interleaved times, int rounds) {
        void add(String what, String layer, int classes, int contestant) {
            Median ratio = Median.ofRatios(times.cpu(contestant), times.cpu(0));
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("network", network.name());
            row.put("what", what);
            row.put("layer", layer);
            row.put("classes", classes);
            row.put("cpu ms", Results.rounded(Median.of(times.cpu(contestant)).value()));
            row.put("cpu ratio", Results.rounded(ratio.value()));
            row.put("cpu low", Results.rounded(ratio.low()));
            row.put("cpu high", Results.rounded(ratio.high()));
            row.put("rounds", rounds);
            results.add(row);
        }
    }
}
