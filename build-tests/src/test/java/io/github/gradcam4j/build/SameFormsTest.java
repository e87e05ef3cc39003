package io.github.gradcam4j.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.input.Input;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A network explains itself alike as a SavedModel, as a {@code .keras} and as an {@code .h5} file, of either Keras. */
@Tag("tensorflow")
class SameFormsTest {
    private static final Path FIXTURES = Path.of(System.getProperty("fixtures.dir"), "tensorflow");
    private static final double CLOSE = 1e-4;

    /** Layouts of layers that have a map. */
    private static final Set<Object> POSITIONS = Set.of("NHWC", "NTC");

    /** One form of a network. */
    record Form(Path folder, Map<?, ?> json) {
        String network() {
            String name = folder.getFileName().toString();
            return FIXTURES.relativize(folder.resolveSibling(name.substring(0, name.lastIndexOf('.'))))
                    .toString();
        }

        Path model() {
            return folder.resolve((String) json.get("model"));
        }

        Path input() {
            return folder.resolve((String) ((Map<?, ?>) json.get("input")).get("file"));
        }

        /** The output's name, where there are several. */
        Optional<String> output() {
            Map<?, ?> output = (Map<?, ?>) json.get("output");
            return ((List<?>) output.get("path")).isEmpty()
                    ? Optional.empty()
                    : Optional.of((String) output.get("name"));
        }

        /** One picture or array of float32 or whole numbers goes in, and one score for each class comes out. */
        boolean isPlain() {
            return json.get("input") instanceof Map<?, ?> input
                    && input.containsKey("file")
                    && !network().equals("layers/double") // takes doubles, which the arrays are not
                    && json.get("output") instanceof Map<?, ?> output
                    && output.get("shape") instanceof List<?> shape
                    && shape.size() == 2;
        }

        /** How far from each other values may be, of the largest: more than usual for half floats. */
        double tolerance() {
            return json.get("tolerance") instanceof Number given ? given.doubleValue() : CLOSE;
        }

        /** Layers as they are called in files, in the order of execution. */
        List<String> layers() {
            List<String> names = new ArrayList<>();
            for (Object one : (List<?>) json.get("layers")) {
                Map<?, ?> layer = (Map<?, ?>) one;
                boolean isThere = !layer.containsKey("returned") || layer.get("returned") != null;
                boolean hasPositions = POSITIONS.contains(layer.get("layout"));
                if (isThere && hasPositions && layer.get("gradients") != null && !layer.containsKey("calledAs")) {
                    names.add(layer.get("module") + "#" + (layer.get("call") instanceof Integer call ? call : 0) + ":"
                            + (layer.get("output") instanceof Integer output ? output : 0));
                }
            }
            return names;
        }

        @Override
        public String toString() {
            return FIXTURES.relativize(folder).toString();
        }
    }

    /** Two forms of a network, and layers that both have. */
    record Pair(Form one, Form other, List<String> layers) {
        @Override
        public String toString() {
            return one + " and " + other;
        }
    }

    static List<Pair> pairs() {
        Map<String, List<Form>> networks = new TreeMap<>();
        Stream.of("", "layers", "applications")
                .flatMap(below -> forms(FIXTURES.resolve(below)))
                .filter(Form::isPlain)
                .forEach(form -> networks.computeIfAbsent(form.network(), any -> new ArrayList<>())
                        .add(form));
        List<Pair> pairs = new ArrayList<>();
        for (List<Form> forms : networks.values()) {
            Form one = forms.get(0);
            for (Form other : forms.subList(1, forms.size())) {
                List<String> layers = new ArrayList<>(one.layers());
                layers.retainAll(other.layers());
                if (!layers.isEmpty()) {
                    pairs.add(new Pair(one, other, layers));
                }
            }
        }
        return pairs;
    }

    private static Stream<Form> forms(Path below) {
        try (Stream<Path> folders = Files.list(below)) {
            List<Form> forms = new ArrayList<>();
            for (Path folder : folders.sorted().toList()) {
                Path file = folder.resolve("case.json");
                if (Files.exists(file)) {
                    forms.add(new Form(folder, JSON.std.mapFrom(Files.readString(file))));
                }
            }
            return forms.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void there_are_networks_to_compare() {
        assertThat(pairs()).hasSizeGreaterThan(70);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void maps_agree(Pair pair) {
        List<Explanation> one = explain(pair.one(), pair.layers());
        List<Explanation> other = explain(pair.other(), pair.layers());
        assertThat(one).hasSameSizeAs(other);
        for (int item = 0; item < one.size(); item++) {
            List<TargetExplanation> targets = one.get(item).targets();
            assertThat(targets).hasSameSizeAs(other.get(item).targets());
            for (int i = 0; i < targets.size(); i++) {
                double tolerance = Math.max(pair.one().tolerance(), pair.other().tolerance());
                assertAlike(targets.get(i), other.get(item).targets().get(i), tolerance);
            }
        }
    }

    private static List<Explanation> explain(Form form, List<String> layers) {
        ExplainerOptions usual = ExplainerOptions.defaults().withThreads(1);
        ExplainerOptions options = form.output().map(usual::withOutput).orElse(usual);
        try (Explainer explainer = Explainer.open(form.model(), options)) {
            Input input = explainer.read(form.input());
            for (int i = layers.size() - 1; i > 0; i--) {
                try {
                    return explained(explainer, input, layers.get(i));
                } catch (UnsupportedModelException e) {
                    // it has one position, and no map
                }
            }
            return explained(explainer, input, layers.get(0));
        }
    }

    private static List<Explanation> explained(Explainer explainer, Input input, String layer) {
        return explainer.explain(ExplainRequest.about(input)
                .target("top")
                .target("class:0")
                .layer(layer)
                .relu(false)
                .build());
    }

    private static void assertAlike(TargetExplanation one, TargetExplanation other, double tolerance) {
        assertThat(one.classIndex()).isEqualTo(other.classIndex());
        assertThat(one.score()).isCloseTo(other.score(), within(tolerance * Math.max(1, Math.abs(other.score()))));
        float[] values = one.heatmap().values();
        float[] others = other.heatmap().values();
        assertThat(values).hasSameSizeAs(others);
        double largest = 0;
        double apart = 0;
        for (int cell = 0; cell < values.length; cell++) {
            largest = Math.max(largest, Math.abs(others[cell]));
            apart = Math.max(apart, Math.abs((double) values[cell] - others[cell]));
        }
        assertThat(apart).isLessThanOrEqualTo(tolerance * largest);
    }
}
