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
 * What does an explanation of a SavedModel cost beside a plain forward pass of the same frozen graph, at the last layer of
 * pictures and one in the middle, and at the embedding of a text, for one class and for five? And how long from opening the
 * folder to the first map? TensorFlow runs in threads of its own, here one, so what is counted is how long all threads of the
 * process had a core.
 *
 * <p>Arguments: the file of results, the number of rounds, seconds to warm up; and the folder of networks, without which the
 * small ones of the repository are measured.
 */
public final class TensorFlowCost {
    private static final int WARM_UP = 3;

    private record Question(String where, String layer, int classes) {}

    private TensorFlowCost() {}

    /** Measures all networks. */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        int seconds = Integer.parseInt(args[2]);
        boolean large = args.length > 3;
        List<TensorFlowNetwork> networks = large ? TensorFlowNetwork.in(Path.of(args[3])) : TensorFlowNetwork.small();
        Results results = new Results(
                large ? "tensorflow-cost-by-layer" : "tensorflow-small",
                Map.of("tensorflow", TensorFlowForward.version()));
        for (TensorFlowNetwork network : networks) {
            measure(results, network, rounds, seconds);
        }
        results.write(Path.of(args[0]));
    }

    private static void measure(Results results, TensorFlowNetwork network, int rounds, int seconds) throws Exception {
        ExplainerOptions options = ExplainerOptions.defaults().withThreads(1);
        List<Question> questions = questions(network);
        long start = System.nanoTime();
        try (Explainer explainer = Explainer.open(network.folder(), options);
                TensorFlowForward forward = new TensorFlowForward(network);
                TensorFlowForward control = new TensorFlowForward(network)) {
            explainer.explain(request(network, questions.get(0)));
            double first = (System.nanoTime() - start) / 1e6;
            List<Interleaved.Contestant> contestants = new ArrayList<>(List.of(forward::run, control::run));
            for (Question question : questions) {
                ExplainRequest request = request(network, question);
                contestants.add(() -> explainer.explain(request));
            }
            Interleaved.warmUp(seconds, contestants);
            Interleaved times = Interleaved.measureAllThreads(WARM_UP, rounds, contestants);
            for (int i = 0; i <= questions.size(); i++) {
                Median clock = Median.ofRatios(times.wall(i + 1), times.wall(0));
                Median cpu = Median.ofRatios(times.cpu(i + 1), times.cpu(0));
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("network", network.name());
                row.put("what", i == 0 ? "forward again (null control)" : "explain, " + questions.get(i - 1).where);
                row.put("layer", i == 0 ? "" : questions.get(i - 1).layer);
                row.put("classes", i == 0 ? 0 : questions.get(i - 1).classes);
                row.put("cpu ms", Results.rounded(Median.of(times.cpu(i + 1)).value()));
                row.put("cpu ratio", Results.rounded(cpu.value()));
                row.put("cpu low", Results.rounded(cpu.low()));
                row.put("cpu high", Results.rounded(cpu.high()));
                row.put("ratio", Results.rounded(clock.value()));
                row.put("first map ms", Results.rounded(first));
                row.put("rounds", rounds);
                results.add(row);
            }
        }
    }

    /** A network that Python's packages do not explain has one output only, and its layer is the embedding. */
    private static List<Question> questions(TensorFlowNetwork network) {
        List<Question> questions = new ArrayList<>();
        for (int classes : network.peers() ? List.of(1, 5) : List.of(1)) {
            questions.add(new Question(network.peers() ? "before pooling" : "embedding", network.last(), classes));
            if (!network.middle().isEmpty()) {
                questions.add(new Question("middle", network.middle(), classes));
            }
        }
        return questions;
    }

    private static ExplainRequest request(TensorFlowNetwork network, Question question) {
        return ExplainRequest.about(Arrays.of("noise", network.input()))
                .target("top:" + question.classes)
                .layer(question.layer)
                .build();
    }
}
