package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds convolutions that an exporter merged with the batch normalisation behind them. The result of the convolution alone is
 * not in such a file: the value holds what the normalisation made of it.
 *
 * <p>The TorchScript exporter leaves the convolution's name at the merged operator and gives it weights without a name, the
 * dynamo exporter leaves the normalisation's name and the name of the weights.
 */
final class MergedNormalizations {
    private static final String DYNAMO_CLASSES = "pkg.torch.onnx.class_hierarchy";
    private static final String ANONYMOUS_WEIGHT = "onnx::Conv_";
    private static final String WEIGHT = ".weight";

    private final GraphIndex graph;

    MergedNormalizations(GraphIndex graph) {
        this.graph = graph;
    }

    /** Tells whether a node carries the name of a convolution but the result of a normalisation. */
    boolean isNamedAfterConvolution(NodeProto node) {
        return isConvolution(node)
                && !node.metadata().containsKey(DYNAMO_CLASSES)
                && node.input(1)
                        .filter(weight -> weight.startsWith(ANONYMOUS_WEIGHT))
                        .isPresent();
    }

    /**
     * Lists the module paths whose result a merged node swallowed.
     *
     * @param node any node
     * @param scopes the module paths around it, outermost first
     */
    List<String> swallowed(NodeProto node, List<String> scopes) {
        if (isNamedAfterConvolution(node) && !scopes.isEmpty()) {
            int last = scopes.size() - 1;
            return scopes.subList(isSeparable(node, scopes) ? last - 1 : last, last + 1);
        }
        List<String> paths = new ArrayList<>();
        if (isConvolution(node)
                && node.metadata().getOrDefault(DYNAMO_CLASSES, "").contains("batchnorm.BatchNorm")) {
            for (String path = weightOwner(node); !path.isEmpty(); path = parent(path)) {
                if (!scopes.contains(path)) {
                    paths.add(path);
                }
            }
        }
        return paths;
    }

    /** Two convolutions in a row make one module, a separable convolution, which ends before the normalisation. */
    private boolean isSeparable(NodeProto node, List<String> scopes) {
        Optional<NodeProto> before = node.input(0).flatMap(graph::producer);
        return scopes.size() > 1
                && before.filter(MergedNormalizations::isConvolution).isPresent()
                && !isNamedAfterConvolution(before.get())
                && ModulePaths.scopes(before.get()).contains(scopes.get(scopes.size() - 2));
    }

    private static boolean isConvolution(NodeProto node) {
        return node.domain().isEmpty()
                && (node.opType().equals("Conv") || node.opType().equals("ConvTranspose"));
    }

    private static String weightOwner(NodeProto node) {
        String weight = node.input(1).orElse("");
        return weight.endsWith(WEIGHT) ? weight.substring(0, weight.length() - WEIGHT.length()) : "";
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }
}
