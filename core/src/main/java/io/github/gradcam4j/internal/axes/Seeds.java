package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where knowledge of axes comes from: what some operators are defined to take, and what the numbers of an input are. */
final class Seeds {
    private final Dataflow flow;
    private final Known known;
    private final Map<Node, Step> makers = new HashMap<>();

    Seeds(Dataflow flow, Known known) {
        this.flow = flow;
        this.known = known;
        flow.steps().forEach(step -> makers.put(step.output(), step));
    }

    /** Tells whether what is known, from convolutions, is all that recurrent layers need: items, and positions as steps. */
    boolean sufficeForRecurrentLayers() {
        boolean suffice = true;
        for (Step step : flow.steps()) {
            if (step.rule() instanceof RecurrentRule rule) {
                suffice &= known.find(step.input())
                        .filter(taken -> taken.kind(rule.items()) == Axis.BATCH && taken.hasPositions(1 - rule.items()))
                        .isPresent();
            }
        }
        return suffice;
    }

    /** Recurrent layers take steps, items and features, unless convolutions say that positions are among the items. */
    void recurrentLayers(Known convolved) {
        for (Step step : flow.steps()) {
            List<Long> shape = step.input().shape();
            if (step.rule() instanceof RecurrentRule rule
                    && shape != null
                    && convolved
                            .find(step.input())
                            .filter(taken -> taken.hasPositions(rule.items()))
                            .isEmpty()) {
                ChannelOrder.LAST
                        .layout(shape.size())
                        .map(layout -> rule.itemsFirst() ? layout : stepsFirst(layout))
                        .ifPresent(layout -> known.learn(step.input(), Arrangement.of(layout, shape)));
            }
        }
    }

    private static Layout stepsFirst(Layout itemsFirst) {
        List<Axis> axes = new ArrayList<>(itemsFirst.axes());
        Collections.swap(axes, 0, 1);
        return new Layout(axes, itemsFirst.grid());
    }

    /** Integers, and whatever rows of a table are looked up by, are numbers of tokens, by item and place. */
    void tokenNumbers() {
        for (Node input : flow.inputs()) {
            if (input.dtype() == DType.INT64 || input.dtype() == DType.INT32) {
                tokenNumbers(input);
            }
        }
        for (Step step : flow.steps()) {
            if (step.rule() instanceof EmbeddingRule) {
                tokenNumbers(origin(step.input()));
            }
        }
    }

    /** Returns what numbers were before they were converted or turned, as long as they had two axes. */
    private Node origin(Node numbers) {
        Node origin = numbers;
        Step maker = makers.get(origin);
        while (maker != null && maker.input().rank() == 2 && !maker.input().isConstant()) {
            origin = maker.input();
            maker = makers.get(origin);
        }
        return origin;
    }

    private void tokenNumbers(Node numbers) {
        List<Long> shape = numbers.shape();
        if (shape != null && shape.size() == 2 && known.find(numbers).isEmpty()) {
            known.learn(numbers, Arrangement.of(Layout.of(Axis.BATCH, Axis.TIME), shape));
        }
    }

    /** Supposes that inputs of which nothing is known are features by item and step; returns whether there are some. */
    boolean features() {
        boolean found = false;
        for (Node input : flow.inputs()) {
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
        List<Axis> weighted = flow.steps().stream()
                .filter(step -> step.rule() instanceof ProductRule
                        && ProductRule.isWeight(step.inputs().get(1)))
                .flatMap(step -> known.find(step.input()).stream())
                .filter(Arrangement::hasPositions)
                .map(input -> input.kind(input.rank() - 1))
                .toList();
        return weighted.contains(Axis.CHANNEL) && weighted.stream().noneMatch(Axis::isPosition);
    }

    /** Convolutions, pools and some normalisations are defined to have channels at one place. */
    void channels(Step step) {
        List<Long> shape = step.input().shape();
        Optional<ChannelOrder> order = step.rule().channels();
        if (shape != null && order.isPresent() && !hasMadeUpChannel(step, order.get())) {
            order.get().layout(shape.size()).ifPresent(layout -> take(step.input(), layout, shape));
        }
    }

    private void take(Node input, Layout layout, List<Long> shape) {
        boolean partly = known.find(input).isPresent();
        Arrangement taken = Arrangement.of(layout, shape);
        // Where something is known, an axis of size 1 among the positions may be none of the rows.
        for (int axis : layout.positions()) {
            taken = partly && shape.get(axis) == 1 ? taken.with(axis, List.of()) : taken;
        }
        known.learn(input, taken);
    }

    /** Pools over steps add an axis for the one channel that a pool needs: features are no columns for that. */
    private boolean hasMadeUpChannel(Step step, ChannelOrder order) {
        Step maker = makers.get(step.input());
        return step.rule() instanceof WindowRule window
                && window.keepsChannels()
                && maker != null
                && maker.rule() instanceof InsertRule inserted
                && inserted.added().contains(order.axis(step.input().rank()));
    }
}
