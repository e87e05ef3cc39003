package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.Dataflow;
import io.github.gradcam4j.internal.axes.ElementRule;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.OverwriteRule;
import io.github.gradcam4j.internal.axes.Rule;
import io.github.gradcam4j.internal.axes.Step;
import io.github.gradcam4j.tensor.DType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operators that ran, in their order, and what they made of each other. */
final class Trace {
    private static final int MOST_NODES = 300_000;

    private final Budget budget;
    private final List<Step> steps = new ArrayList<>();
    private final List<Node> inputs = new ArrayList<>();
    private final Set<Node> trained = new HashSet<>();
    private int nodes;
    private int branches;

    Trace(Budget budget) {
        this.budget = budget;
    }

    Budget budget() {
        return budget;
    }

    Dataflow dataflow() {
        return new Dataflow(steps, inputs);
    }

    /** Returns the parameters that have gradients. */
    Set<Node> trained() {
        return trained;
    }

    /** Returns how many branches it is in of which nobody knows whether they are taken. */
    int branches() {
        return branches;
    }

    void enterBranch() {
        branches++;
    }

    void leaveBranch() {
        branches--;
    }

    /** Goes back to a number of branches that something did not leave in order. */
    void returnTo(int before) {
        branches = before;
    }

    Listing list(List<? extends Object> elements) {
        budget.spend(elements.size());
        return new Listing(elements, branches);
    }

    Tensor input(@Nullable DType dtype, @Nullable List<Long> shape) {
        nodes++;
        Node node = new Node(dtype, shape, false);
        inputs.add(node);
        return new Tensor(node, (List<Number>) null);
    }

    Tensor constant(@Nullable DType dtype, @Nullable List<Long> shape, @Nullable List<Number> values) {
        budget.spend(1);
        nodes++;
        return new Tensor(new Node(dtype, shape, true), values);
    }

    /** Notes an operator with one result. */
    Tensor apply(String operator, Rule rule, List<Tensor> from, @Nullable DType dtype, @Nullable List<Long> shape) {
        return new Tensor(node(operator, rule, from, dtype, shape), (List<Number>) null);
    }

    /** Notes an operator whose result shares the elements of its first input. */
    Tensor view(String operator, Rule rule, Tensor from, List<Long> shape) {
        return new Tensor(node(operator, rule, List.of(from), from.dtype(), shape), from);
    }

    /** Notes an operator of which nothing is known. */
    Tensor opaque(String operator, List<Tensor> from, @Nullable DType dtype, @Nullable List<Long> shape) {
        return apply(operator, Rule.NOTHING, from, dtype, shape);
    }

    /**
     * Notes that a tensor, and with it what shares its elements, is written over.
     *
     * @param operator the operator
     * @param target what is written over
     * @param written what it is then
     * @param replacement what replaces it; empty if it is made of what it was
     */
    void write(String operator, Tensor target, Tensor written, Optional<Tensor> replacement) {
        List<Tensor> family = target.family();
        budget.spend(family.size());
        for (Tensor other : family) {
            if (other != target) {
                Rule rule = replacement.isPresent() ? new OverwriteRule() : new ElementRule(1);
                List<Tensor> from = List.of(other, replacement.orElse(written), target);
                other.become(node(operator, rule, from, other.dtype(), other.shape()));
            }
        }
        target.become(written.node());
    }

    private Node node(
            String operator, Rule rule, List<Tensor> from, @Nullable DType dtype, @Nullable List<Long> shape) {
        budget.spend(1);
        if (nodes > MOST_NODES) {
            throw new Unsure.Exhausted();
        }
        if (shape != null && (shape.size() > 64 || shape.stream().anyMatch(size -> size < -1))) {
            throw new Unsure();
        }
        List<Node> read = from.stream().map(Tensor::node).toList();
        nodes++;
        Node node = new Node(dtype, shape, read.stream().allMatch(Node::isConstant));
        if (!node.isConstant()) {
            steps.add(new Step(operator, rule, read, node));
        }
        return node;
    }
}
