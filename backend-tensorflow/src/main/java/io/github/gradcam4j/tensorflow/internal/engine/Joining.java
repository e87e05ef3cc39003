package io.github.gradcam4j.tensorflow.internal.engine;

import io.github.gradcam4j.tensorflow.internal.graph.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.proto.AttrValue;

/**
 * Knows for which graphs TensorFlow may join operators. For convolutions with what follows them that pays. But it also joins the
 * parts of normalisations by what the tensor itself is like, and then its results differ by up to 1e-3.
 */
final class Joining {
    private Joining() {}

    static boolean isExact(List<Node> nodes) {
        return nodes.stream().anyMatch(node -> node.operator().endsWith("Conv2D")) && !normalises(nodes);
    }

    private static boolean normalises(List<Node> nodes) {
        Set<Node> computed = new HashSet<>();
        for (Node node : nodes) {
            boolean fed =
                    node.is("Placeholder") || node.inputs().stream().anyMatch(input -> computed.contains(input.node()));
            if (fed) {
                computed.add(node);
            }
            boolean ofBatch = node.operator().startsWith("FusedBatchNorm")
                    && node.attribute("is_training").map(AttrValue::getB).orElse(true);
            if (ofBatch || (fed && (node.is("Rsqrt") || node.is("SquaredDifference")))) {
                return true;
            }
        }
        return false;
    }
}
