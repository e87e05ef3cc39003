package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.internal.axes.Dataflow;
import io.github.gradcam4j.internal.axes.EinsumRule;
import io.github.gradcam4j.internal.axes.Layouts;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.ProductRule;
import io.github.gradcam4j.internal.axes.RecurrentRule;
import io.github.gradcam4j.internal.axes.Rule;
import io.github.gradcam4j.internal.axes.Step;
import io.github.gradcam4j.internal.axes.WindowRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells where more than one position still matters for a score. Behind the last attention or recurrence the score often reads
 * one token alone, the first or the last, and every map is zero elsewhere.
 */
final class PositionReach {
    private final Layouts layouts;
    private final Picks picks;
    private final Map<Node, Boolean> matter = new HashMap<>();
    private final Map<Node, Set<Rule>> picked = new HashMap<>();

    private PositionReach(Layouts layouts) {
        this.layouts = layouts;
        this.picks = new Picks(layouts);
    }

    /** Walks back from a score. */
    static PositionReach to(Dataflow flow, Layouts layouts, Node score) {
        PositionReach reach = new PositionReach(layouts);
        reach.matter.put(score, true);
        List<Step> steps = flow.steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            reach.walk(steps.get(i));
        }
        return reach;
    }

    /** Tells whether the score depends on a node by more than one position, or by none that is known. */
    boolean matters(Node node) {
        return matter.getOrDefault(node, false);
    }

    private void walk(Step step) {
        if (!matter.containsKey(step.output()) || !step.output().carries()) {
            return;
        }
        boolean live = mixes(step) || matters(step.output());
        boolean one = picks.onePosition(step);
        for (Node input : step.inputs()) {
            boolean dropped = one && input == step.input() && isOnly(step);
            matter.merge(input, !layouts.hasPositions(input) || (live && !dropped), Boolean::logicalOr);
        }
    }

    /** Tells whether no other position of the same node was found to be taken, as all are one by one in loops without a loop. */
    private boolean isOnly(Step step) {
        Set<Rule> taken = picked.computeIfAbsent(step.input(), any -> new HashSet<>());
        taken.add(step.rule());
        return taken.size() == 1;
    }

    /** Tells whether one position of a result depends on several of an input. */
    private boolean mixes(Step step) {
        boolean product = (step.rule() instanceof ProductRule || step.rule() instanceof EinsumRule)
                && step.inputs().stream().noneMatch(Node::isConstant);
        boolean wide = step.rule() instanceof WindowRule window
                && (window.kernel().isEmpty() || window.kernel().stream().anyMatch(size -> size > 1));
        return product
                || wide
                || step.rule() instanceof RecurrentRule
                || step.operator().startsWith("Cum")
                || (step.operator().endsWith("Softmax") && isOverPositions(step))
                || !layouts.hasPositions(step.output());
    }

    private boolean isOverPositions(Step step) {
        return layouts.arrangement(step.input())
                .filter(axes -> axes.hasPositions(axes.rank() - 1))
                .isPresent();
    }
}
