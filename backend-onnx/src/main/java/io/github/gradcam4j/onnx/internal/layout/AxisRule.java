package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;

/** Knows how a kind of operator hands on what axes count. */
interface AxisRule {
    /** Learns about the outputs of a node from its inputs, and about both from what the operator is. */
    void forward(NodeProto node, Arrangements known);

    /** Learns about the inputs of a node from its outputs. */
    default void backward(NodeProto node, Arrangements known) {}
}
