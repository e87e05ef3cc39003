package io.github.gradcam4j.testkit;

import java.util.List;
import java.util.Locale;

/** One operation of a {@link ReferenceNetwork}; weights come first in {@code weights}, then one bias for each output. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares nodes
record Node(String name, Op op, List<Integer> inputs, int channels, int stride, double[] weights) {
    enum Op {
        INPUT,
        CONV,
        RELU,
        TANH,
        POOL,
        ADD,
        GAP,
        LINEAR,
        SOFTMAX;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
