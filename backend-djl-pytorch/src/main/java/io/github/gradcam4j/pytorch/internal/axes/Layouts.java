package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.tensor.Layout;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells what the axes of each tensor count, from what operators do: convolutions take channels first and recurrent layers
 * steps, look-ups in a table make features of token numbers, and everything else hands on what its inputs' axes count. Sizes
 * decide nothing.
 */
final class Layouts {
    private final Known known;

    private Layouts(Known known) {
        this.known = known;
    }

    static Layouts of(Trace trace) {
        Known known = new Known(trace.contradicted());
        Seeds seeds = new Seeds(trace, known);
        // What operators are defined to take goes before the custom that items come first.
        seeds.recurrentLayers(convolved(trace, known.empty()));
        follow(trace, known, step -> {});
        seeds.tokenNumbers();
        follow(trace, known, step -> {});
        follow(trace, known, seeds::channelsFirst);
        return new Layouts(withFeatures(trace, known));
    }

    /** What convolutions alone say, which make no items: what a recurrent layer takes for items may be rows of a picture. */
    private static Known convolved(Trace trace, Known convolved) {
        if (trace.steps().stream().anyMatch(step -> step.rule() instanceof RecurrentRule)) {
            follow(trace, convolved, new Seeds(trace, convolved)::channelsFirst);
        }
        return convolved;
    }

    /** Inputs of rank 3 that nothing is known about are taken for items, steps and features, if weights agree with that. */
    private static Known withFeatures(Trace trace, Known known) {
        Known supposed = known.copy();
        Seeds seeds = new Seeds(trace, supposed);
        if (!seeds.features()) {
            return known;
        }
        follow(trace, supposed, seeds::channelsFirst);
        return seeds.weightsAreForFeaturesAlone() ? supposed : known;
    }

    /** What operators need and make reaches inputs and branches backward; what hangs on those is reached forward. */
    private static void follow(Trace trace, Known known, Consumer<Step> seed) {
        forward(trace, known, seed);
        List<Step> steps = trace.steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            quietly(() -> step.rule().backward(step, known));
        }
        forward(trace, known, seed);
    }

    private static void forward(Trace trace, Known known, Consumer<Step> seed) {
        for (Step step : trace.steps()) {
            quietly(() -> seed.accept(step));
            quietly(() -> step.rule().forward(step, known));
        }
    }

    /** What a rule was not made for, it says nothing about. */
    private static void quietly(Runnable rule) {
        try {
            rule.run();
        } catch (RuntimeException e) {
            // The axes stay unknown.
        }
    }

    Layout layout(Node node) {
        return known.find(node).map(Arrangement::layout).orElseGet(() -> Layout.unknown(Math.max(0, node.rank())));
    }

    Optional<Arrangement> arrangement(Node node) {
        return known.find(node);
    }

    boolean hasPositions(Node node) {
        return known.hasPositions(node);
    }
}
