package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where knowledge of axes comes from: what some operators are defined to take, and what the numbers of an input are. */
final class Seeds {
    private static final Set<String> CHANNELS_FIRST = Set.of(
            "conv",
            "conv_transpose",
            "pool",
            "pixel_shuffle",
            "pixel_unshuffle",
            "channel_shuffle",
            "instance_norm",
            "group_norm",
            "batch_norm",
            "fold");
    private static final Layout STEPS_FIRST = Layout.of(Axis.TIME, Axis.BATCH, Axis.CHANNEL);

    private final Trace trace;
    private final Known known;
    private final Map<Node, Step> makers = new HashMap<>();

    Seeds(Trace trace, Known known) {
        this.trace = trace;
        this.known = known;
        trace.steps().forEach(step -> makers.put(step.output(), step));
    }

    /** Recurrent layers take steps, items and features, unless convolutions say that positions are among the items. */
    void recurrentLayers(Known convolved) {
        for (Step step : trace.steps()) {
            List<Long> shape = step.input().shape();
            if (step.rule() instanceof RecurrentRule rule
                    && shape != null
                    && shape.size() == 3
                    && convolved
                            .find(step.input())
                            .filter(taken -> taken.hasPositions(rule.items()))
                            .isEmpty()) {
                known.learn(step.input(), Arrangement.of(rule.itemsFirst() ? Layout.NTC : STEPS_FIRST, shape));
            }
        }
    }

    /** Integers are numbers of tokens, by item and place. */
    void tokenNumbers() {
        for (Node input : trace.inputs()) {
            boolean numbers = input.dtype() == DType.INT64 || input.dtype() == DType.INT32;
            List<Long> shape = input.shape();
            if (numbers
                    && shape != null
                    && shape.size() == 2
                    && known.find(input).isEmpty()) {
                known.learn(input, Arrangement.of(Layout.of(Axis.BATCH, Axis.TIME), shape));
            }
        }
    }

    /** Supposes that inputs of which nothing is known are features by item and step; returns whether there are some. */
    boolean features() {
        boolean found = false;
        for (Node input : trace.inputs()) {
            List<Long> shape = input.shape();
            if (input.dtype() != null
                    && input.dtype().isFloating()
                    && shape != null
                    && shape.size() == 3
                    && known.find(input).isEmpty()) {
                known.learn(input, Arrangement.of(Layout.NTC, shape));
                found = true;
            }
        }
        return found;
    }

    /** Tells whether weights make something of features, and nowhere of steps. */
    boolean weightsAreForFeaturesAlone() {
        List<Axis> weighted = trace.steps().stream()
                .filter(step -> step.rule() instanceof ProductRule
                        && ProductRule.isWeight(step.inputs().get(1)))
                .flatMap(step -> known.find(step.input()).stream())
                .filter(Arrangement::hasPositions)
                .map(input -> input.kind(input.rank() - 1))
                .toList();
        return weighted.contains(Axis.CHANNEL) && weighted.stream().noneMatch(Axis::isPosition);
    }

    /** Convolutions, pools and some normalisations take channels first. */
    void channelsFirst(Step step) {
        List<Long> shape = step.input().shape();
        if (!CHANNELS_FIRST.contains(step.operator()) || hasMadeUpChannel(step) || shape == null) {
            return;
        }
        boolean partly = known.find(step.input()).isPresent();
        layout(shape.size()).ifPresent(layout -> {
            Arrangement taken = Arrangement.of(layout, shape);
            // Where something is known, an axis of size 1 behind the channels may be none of the rows.
            for (int axis = 2; partly && axis < shape.size(); axis++) {
                taken = shape.get(axis) == 1 ? taken.with(axis, List.of()) : taken;
            }
            known.learn(step.input(), taken);
        });
    }

    /** Pools over steps add an axis for the one channel that a pool needs: features are no columns for that. */
    private boolean hasMadeUpChannel(Step step) {
        Step maker = makers.get(step.input());
        return step.operator().equals("pool")
                && maker != null
                && maker.rule() instanceof InsertRule inserted
                && inserted.added().contains(1);
    }

    private static Optional<Layout> layout(int rank) {
        return switch (rank) {
            case 3 -> Optional.of(Layout.NCT);
            case 4 -> Optional.of(Layout.NCHW);
            case 5 -> Optional.of(Layout.NCDHW);
            default -> Optional.empty();
        };
    }
}
