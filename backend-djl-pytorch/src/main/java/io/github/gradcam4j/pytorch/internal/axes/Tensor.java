package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tensor as code has it: what is written into it, or into a view of it, replaces its node. */
final class Tensor {
    private Node node;
    private final List<Tensor> family;
    private @Nullable List<Number> values;

    Tensor(Node node, @Nullable List<Number> values) {
        this.node = node;
        this.values = values;
        this.family = new ArrayList<>(List.of(this));
    }

    /** Creates a view. */
    Tensor(Node node, Tensor of) {
        this.node = node;
        this.family = of.family;
        family.add(this);
    }

    Node node() {
        return node;
    }

    /** Returns all tensors that share its elements. */
    List<Tensor> family() {
        return List.copyOf(family);
    }

    void become(Node written) {
        node = written;
        values = null;
    }

    @Nullable
    DType dtype() {
        return node.dtype();
    }

    @Nullable
    List<Long> shape() {
        return node.shape();
    }

    /** Returns the elements, if it is small and they follow from sizes and constants. */
    @Nullable
    List<Number> values() {
        return values;
    }

    /** Returns the number of axes. */
    int rank() {
        return dims().size();
    }

    /** Returns the sizes; stops the operator if even their number is unknown. */
    List<Long> dims() {
        List<Long> shape = node.shape();
        if (shape == null) {
            throw new Unsure();
        }
        return shape;
    }

    /** Returns an axis counted from the front. */
    int axis(long axis) {
        return axis(axis, rank());
    }

    static int axis(long axis, int rank) {
        long front = axis < 0 ? axis + rank : axis;
        if (front < 0 || front >= rank) {
            throw new Unsure();
        }
        return (int) front;
    }

    /** Returns the sizes of a tensor that must have so many axes, as the operator that takes it says. */
    List<Long> dims(int rank) {
        if (node.shape() == null) {
            node.refine(Collections.nCopies(rank, -1L));
        }
        if (rank() != rank) {
            throw new Unsure();
        }
        return dims();
    }
}
