package io.github.gradcam4j.testkit;

import static io.github.gradcam4j.testkit.Rule.appliesIf;
import static io.github.gradcam4j.testkit.Rule.at;
import static io.github.gradcam4j.testkit.Rule.require;

import io.github.gradcam4j.spi.Capability;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.testkit.Subject.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Gradients against central differences of forward runs: the numeric oracle. */
final class DifferenceRules {
    private static final int MOST_LAYERS = 40;

    static final List<Rule<Subject>> ALL = List.of(
            new Rule<>("D01", "the gradient at an input is the difference quotient", DifferenceRules::atInputs),
            new Rule<>("D02", "gradient times change of a layer is the change of the score", DifferenceRules::atLayers),
            new Rule<>("D03", "the gradient at a layer is the quotient of replays", DifferenceRules::replayed),
            new Rule<>("D04", "a replay of unchanged activations changes nothing", DifferenceRules::unchanged));

    private DifferenceRules() {}

    private static void atInputs(Subject s) {
        String name = floatingInput(s);
        compare(s, name, List.of(name));
    }

    private static void atLayers(Subject s) {
        s.needsLayers();
        compare(s, floatingInput(s), s.spec().layers());
    }

    private static String floatingInput(Subject s) {
        var floating = s.one(0).entrySet().stream()
                .filter(entry -> entry.getValue().dtype() == DType.FLOAT32)
                .map(Map.Entry::getKey)
                .findFirst();
        appliesIf(floating.isPresent(), "no input is float32");
        return floating.get();
    }

    /** Moves one input, and compares the change of the score with gradient times change at each layer. */
    private static void compare(Subject s, String input, List<String> layers) {
        Map<String, Tensor> inputs = s.one(0);
        // Where several inputs lead to the score, only the moved one changes a layer on its paths.
        appliesIf(inputs.size() == 1 || layers.equals(List.of(input)), "the model has several inputs");
        List<LayerRef> refs =
                layers.stream().map(name -> s.layer(name, inputs).ref()).toList();
        Cotangent.Dense seed = (Cotangent.Dense) s.random(11, inputs).get(0);
        Result at = s.later(inputs, refs, List.of(List.of(seed)));
        for (LayerRef ref : refs) {
            float[] gradient = at.gradient(ref, 0).toFloatArray();
            Differences differences =
                    new Differences("layer '" + ref + "'", gradient, s.spec().tolerance());
            Point here = new Point(at(at.activations(), ref).toFloatArray(), score(at.scores(), seed), 0);
            float[] x = at(inputs, input).toFloatArray();
            SplittableRandom random = new SplittableRandom(12);
            for (int direction = 0; direction < Differences.DIRECTIONS; direction++) {
                float[] along = ref.name().equals(input) && direction == 0
                        ? gradient
                        : Seeds.normal(random, at(inputs, input).shape()).toFloatArray();
                differences.direction(here, Differences.moves(x, along), moved -> {
                    Map<String, Tensor> other = new LinkedHashMap<>(inputs);
                    other.put(input, Tensor.of(moved, at(inputs, input).shape().dims()));
                    Result there = s.forward(other, List.of(ref));
                    return point(at(there.activations(), ref), there.scores(), seed);
                });
            }
            differences.requireSome();
        }
    }

    private static void replayed(Subject s) {
        appliesIf(s.model().capabilities().contains(Capability.REPLAY), "the model does not offer REPLAY");
        Map<String, Tensor> inputs = s.one(0);
        Cotangent.Dense seed = (Cotangent.Dense) s.random(13, inputs).get(0);
        List<LayerRef> refs = onPath(s, inputs);
        try (Pass pass = s.model().run(PassRequest.forward(inputs, refs))) {
            Map<LayerRef, Tensor> gradients = pass.gradients(List.of(List.of(seed)));
            for (LayerRef ref : refs) {
                float[] gradient = at(gradients, ref).toFloatArray();
                Tensor activations = pass.activations(ref);
                float[] a = activations.toFloatArray();
                Differences differences = new Differences(
                        "layer '" + ref + "'", gradient, s.spec().tolerance());
                SplittableRandom random = new SplittableRandom(14);
                for (int direction = 0; direction < Differences.DIRECTIONS; direction++) {
                    float[] along = direction == 0
                            ? gradient
                            : Seeds.normal(random, activations.shape()).toFloatArray();
                    Point here = new Point(a, score(pass.scores().tensor(), seed), 0);
                    differences.direction(here, Differences.moves(a, along), moved -> {
                        Tensor variant = Tensor.of(moved, activations.shape().dims());
                        try (Pass replay = pass.replay(ref, variant, 0)) {
                            return point(variant, replay.scores().tensor(), seed);
                        }
                    });
                }
                differences.requireSome();
            }
        }
    }

    private static void unchanged(Subject s) {
        appliesIf(s.model().capabilities().contains(Capability.REPLAY), "the model does not offer REPLAY");
        Map<String, Tensor> inputs = s.all();
        List<LayerRef> refs = onPath(s, inputs);
        try (Pass pass = s.model().run(PassRequest.forward(inputs, refs))) {
            for (LayerRef ref : refs) {
                for (int item = 0; item < pass.items(); item++) {
                    Tensor same = pass.activations(ref).item(item);
                    try (Pass replay = pass.replay(ref, same, item)) {
                        require(replay.items() == 1, "a replay of one variant has " + replay.items() + " items");
                        Tensors.assertClose(
                                "scores of a replay at '" + ref + "', item " + item,
                                replay.scores().tensor(),
                                pass.scores().tensor().item(item),
                                1e-5);
                    }
                }
            }
        }
    }

    /** Returns layers on the path to the score, those with paths around them among them. */
    private static List<LayerRef> onPath(Subject s, Map<String, Tensor> inputs) {
        List<LayerRef> refs = s.model().layers(Subject.shapes(inputs)).stream()
                .filter(layer -> layer.onScorePath() && layer.dtype() == DType.FLOAT32)
                .filter(layer -> layer.obstacle().isEmpty())
                .map(LayerInfo::ref)
                .limit(MOST_LAYERS)
                .toList();
        require(!refs.isEmpty(), "no layer with a gradient is on the path to the score");
        return refs;
    }

    private static Point point(Tensor values, Tensor scores, Cotangent.Dense seed) {
        double noise = 0;
        float[] s = scores.toFloatArray();
        float[] u = seed.values().toFloatArray();
        for (int i = 0; i < u.length; i++) {
            noise += Math.abs(u[i] * s[i]);
        }
        return new Point(values.toFloatArray(), score(scores, seed), noise);
    }

    private static double score(Tensor scores, Cotangent.Dense seed) {
        float[] s = scores.toFloatArray();
        float[] u = seed.values().toFloatArray();
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            sum += (double) u[i] * s[i];
        }
        return sum;
    }

    /** The values of a layer, the score there, and the size of the score's terms. */
    @SuppressWarnings("ArrayRecordComponent") // on its way only
    record Point(float[] values, double score, double size) {}
}
