package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What does a map cost by where its layer lies and how many classes are asked for? Maps from the tensor on, beside the plain
 * forward pass, in one thread: the ratios are of the time that this thread had a core.
 *
 * <p>Arguments: the file of results, the number of rounds.
 */
public final class LayerCost {
    /** The compiler is not done with what runs around the network before that. */
    private static final int WARM_UP_SECONDS = 30;

    private record Question(String network, String where, String layer, int targets) {}

    private static final List<Question> QUESTIONS = List.of(
            new Question("efficientnet-lite0", "first activation", "/stem/act/Clip_output_0", 1),
            new Question("efficientnet-lite0", "first activation", "/stem/act/Clip_output_0", 5),
            new Question("efficientnet-lite0", "middle", "middle", 1),
            new Question("efficientnet-lite0", "before pooling", "auto", 1),
            new Question("efficientnet-lite0", "before pooling", "auto", 10),
            new Question("efficientnet-lite0", "before pooling", "auto", 1000),
            new Question("efficientnet-b0", "first activation", "stem:0.silu:0", 1),
            new Question("efficientnet-b0", "middle", "middle", 1),
            new Question("efficientnet-b0", "before pooling", "auto", 1),
            new Question("resnet50", "first activation", "conv1:0.relu:0", 1),
            new Question("resnet50", "after max pooling", "maxpool:0", 1),
            new Question("resnet50", "middle", "middle", 1),
            new Question("resnet50", "before pooling", "auto", 1),
            new Question("resnet50", "before pooling", "auto", 10),
            new Question("resnet50", "before pooling", "auto", 1000),
            new Question("vit-s16", "into the last block", "blocks.11.norm1:0", 1),
            new Question("vit-s16", "middle", "middle", 1));

    private LayerCost() {}

    /** Measures all networks. */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        Results results = new Results("cost-by-layer");
        for (String name : List.of("efficientnet-lite0", "efficientnet-b0", "resnet50", "vit-s16")) {
            List<Question> questions = QUESTIONS.stream()
                    .filter(question -> question.network.equals(name))
                    .toList();
            measure(results, Network.named(name), questions, rounds);
        }
        results.write(Path.of(args[0]));
    }

    private static void measure(Results results, Network network, List<Question> questions, int rounds)
            throws Exception {
        Tensor picture = network.picture();
        List<RawMap> maps = new ArrayList<>();
        try (PlainForward plain = new PlainForward(network, picture, 1);
                PlainForward control = new PlainForward(network, picture, 1)) {
            List<Interleaved.Contestant> contestants = new ArrayList<>(List.of(plain::run, control::run));
            for (Question question : questions) {
                String layer = question.layer.equals("middle") ? network.middle() : question.layer;
                RawMap map = new RawMap(network, picture, 1, question.targets, layer);
                maps.add(map);
                contestants.add(map::compute);
            }
            Interleaved.warmUp(WARM_UP_SECONDS, contestants);
            Interleaved times = Interleaved.measure(1, rounds, contestants);
            results.add(row(network, "forward again (null control)", 0, 1, times, rounds));
            for (int i = 0; i < questions.size(); i++) {
                results.add(row(network, questions.get(i).where, questions.get(i).targets, i + 2, times, rounds));
            }
        } finally {
            maps.forEach(RawMap::close);
        }
    }

    private static Map<String, Object> row(
            Network network, String where, int targets, int contestant, Interleaved times, int rounds) {
        Median cpu = Median.ofRatios(times.cpu(contestant), times.cpu(0));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("network", network.name());
        row.put("layer", where);
        row.put("classes", targets);
        row.put("cpu ms", Results.rounded(Median.of(times.cpu(contestant)).value()));
        row.put("cpu ratio", Results.rounded(cpu.value()));
        row.put("cpu low", Results.rounded(cpu.low()));
        row.put("cpu high", Results.rounded(cpu.high()));
        row.put("rounds", rounds);
        return row;
    }
}
