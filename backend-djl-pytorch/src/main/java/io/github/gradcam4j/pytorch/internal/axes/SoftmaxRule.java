package io.github.gradcam4j.pytorch.internal.axes;

/**
 * Shares among the steps of an axis.
 *
 * @param axis the axis
 */
record SoftmaxRule(int axis) implements Rule {
    private static final Rule SAME = new SameAxesRule(false);

    @Override
    public void forward(Step step, Known known) {
        SAME.forward(step, known);
    }

    @Override
    public void backward(Step step, Known known) {
        SAME.backward(step, known);
    }
}
