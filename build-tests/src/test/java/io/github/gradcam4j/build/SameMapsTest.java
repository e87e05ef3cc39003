package io.github.gradcam4j.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.TargetExplanation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A network explains itself alike as a TorchScript file and as an ONNX file, at the layer that each of them takes of its own
 * accord, or where these differ at one that both know by its module path. The one test with both runtimes in one process.
 */
@Tag("torchscript")
class SameMapsTest {
    private static final Path FIXTURES = Path.of(System.getProperty("fixtures.dir"));
    private static final double CLOSE = 1e-4;
    /** Networks in which a function has the last word: ONNX has its result as a layer, TorchScript only those of modules. */
    private static final Map<String, String> WITH_FUNCTIONS = Map.of(
            "channels-last", "conv2",
            "convolutions", "valid",
            "densenet", "features",
            "recurrent", "rnn",
            "volume", "conv2");

    /** A network's files of both kinds. */
    record Pair(String network, Path torchScript, Path onnx) {
        @Override
        public String toString() {
            return torchScript.getFileName() + " and " + onnx.getFileName();
        }
    }

    static List<Pair> pairs() {
        Map<String, Path> onnx = new TreeMap<>();
        folders("onnx").forEach(folder -> onnx.putIfAbsent(network(folder), folder));
        List<Pair> pairs = new ArrayList<>();
        for (Path folder : folders("torchscript")) {
            Path other = onnx.get(network(folder));
            if (other != null) {
                pairs.add(new Pair(network(folder), folder, other));
            }
        }
        return pairs;
    }

    private static List<Path> folders(String kind) {
        try (Stream<Path> folders = Files.list(FIXTURES.resolve(kind))) {
            return folders.filter(folder -> Files.exists(folder.resolve("case.json")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String network(Path folder) {
        String name = folder.getFileName().toString();
        return name.substring(0, name.indexOf('.'));
    }

    @Test
    void there_are_networks_to_compare() {
        assertThat(pairs()).hasSizeGreaterThan(35);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void maps_agree(Pair pair) {
        ExplainerOptions options = ExplainerOptions.defaults().withThreads(1);
        try (Explainer torch = Explainer.open(pair.torchScript().resolve("model.pt"), options);
                Explainer onnx = Explainer.open(pair.onnx().resolve("model.onnx"), options)) {
            String layer = WITH_FUNCTIONS.getOrDefault(pair.network(), "auto");
            List<Explanation> one = explain(torch, pair, layer);
            List<Explanation> other = explain(onnx, pair, layer);
            String name = one.get(0).layer().ref().toString();
            assertThat(other.get(0).layer().isCalled(name))
                    .as("'%s' is a name of %s", name, other.get(0).layer())
                    .isTrue();
            assertAlike(one, other);
        }
    }

    private static List<Explanation> explain(Explainer explainer, Pair pair, String layer) {
        Path array = FIXTURES.resolve("onnx/arrays/" + pair.network() + "/input.npy");
        return explainer.explain(ExplainRequest.about(explainer.read(array))
                .target("top:2")
                .layer(layer)
                .relu(false)
                .build());
    }

    private static void assertAlike(List<Explanation> one, List<Explanation> other) {
        assertThat(one).hasSameSizeAs(other);
        for (int item = 0; item < one.size(); item++) {
            List<TargetExplanation> targets = one.get(item).targets();
            for (int i = 0; i < targets.size(); i++) {
                TargetExplanation expected = other.get(item).targets().get(i);
                assertThat(targets.get(i).classIndex()).isEqualTo(expected.classIndex());
                float[] values = targets.get(i).heatmap().values();
                float[] others = expected.heatmap().values();
                assertThat(values).hasSameSizeAs(others);
                double largest = 0;
                double apart = 0;
                for (int cell = 0; cell < values.length; cell++) {
                    largest = Math.max(largest, Math.abs(others[cell]));
                    apart = Math.max(apart, Math.abs((double) values[cell] - others[cell]));
                }
                assertThat(apart).isLessThanOrEqualTo(CLOSE * largest);
            }
        }
    }
}
