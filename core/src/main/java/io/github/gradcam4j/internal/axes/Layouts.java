package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Layout;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells what the axes of each tensor count, from what operators do: convolutions have channels at their place, recurrent layers
 * steps, look-ups in a table make features of token numbers, and everything else hands on what its inputs' axes count. Sizes
 * decide nothing.
 */
public final class Layouts {
    private final Known known;

    private Layouts(Known known) {
        this.known = known;
    }

    /** Follows the operators of a model. */
    public static Layouts of(Dataflow flow) {
        Known convolved = convolved(flow);
        // Columns of a picture may be steps and its rows features, as in readers of text: then convolutions know more.
        Known known = new Seeds(flow, convolved).sufficeForRecurrentLayers() ? convolved.copy() : new Known();
        Seeds seeds = new Seeds(flow, known);
        // What operators are defined to take goes before the custom that items come first.
        seeds.recurrentLayers(convolved);
        follow(flow, known, step -> {});
        seeds.tokenNumbers();
        follow(flow, known, step -> {});
        follow(flow, known, seeds::channels);
        return new Layouts(withFeatures(flow, known));
    }

    /** What convolutions alone say, which make no items: what a recurrent layer takes for items may be rows of a picture. */
    private static Known convolved(Dataflow flow) {
        Known convolved = new Known();
        if (flow.steps().stream().anyMatch(step -> step.rule() instanceof RecurrentRule)) {
            follow(flow, convolved, new Seeds(flow, convolved)::channels);
        }
        return convolved;
    }

    /** Inputs of rank 3 that nothing is known about are taken for items, steps and features, if weights agree with that. */
    private static Known withFeatures(Dataflow flow, Known known) {
        Known supposed = known.copy();
        Seeds seeds = new Seeds(flow, supposed);
        if (!seeds.features()) {
            return known;
        }
        follow(flow, supposed, seeds::channels);
        return seeds.weightsAreForFeaturesAlone() ? supposed : known;
    }

    /** What operators need and make reaches inputs and branches backward; what hangs on those is reached forward. */
    private static void follow(Dataflow flow, Known known, Consumer<Step> seed) {
        forward(flow, known, seed);
        List<Step> steps = flow.steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            quietly(() -> step.rule().backward(step, known));
        }
        forward(flow, known, seed);
    }

    private static void forward(Dataflow flow, Known known, Consumer<Step> seed) {
        for (Step step : flow.steps()) {
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

    /** Returns what the axes of a node count. */
    public Layout layout(Node node) {
        return known.find(node).map(Arrangement::layout).orElseGet(() -> Layout.unknown(Math.max(0, node.rank())));
    }

    /** Returns what its axes count in parts. */
    public Optional<Arrangement> arrangement(Node node) {
        return known.find(node);
    }

    /** Tells whether a node is known to have several positions. */
    public boolean hasPositions(Node node) {
        return known.find(node).filter(Arrangement::hasPositions).isPresent();
    }
}
