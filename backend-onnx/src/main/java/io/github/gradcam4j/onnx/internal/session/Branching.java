package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides the branches of a model whose conditions follow from the shapes of the inputs: exporters write them where they do not
 * know a size. Thread-safe.
 */
final class Branching {
    /** Every form of the model holds its weights once more. */
    private static final int KEPT = 4;

    private final Sessions general;
    private final ModelSignature signature;
    private final boolean followsShapes;
    private final Map<List<Map<String, Boolean>>, Sessions> forms = new HashMap<>();

    Branching(Sessions general, ModelSignature signature) {
        this.general = general;
        this.signature = signature;
        GraphIndex graph = general.file().graph();
        this.followsShapes =
                ifs(graph).anyMatch(node -> !graph.isFixed(node.inputs().get(0)) || isNested(node));
    }

    /** Says whether the shapes of the inputs, the number of items among them, decide what the model computes. */
    boolean followsShapes() {
        return followsShapes;
    }

    /** Returns the model without the branches that inputs of these shapes decide. */
    synchronized Sessions at(Map<String, Shape> shapes) {
        Sessions form = general;
        List<Map<String, Boolean>> decisions = new ArrayList<>();
        while (true) {
            Set<String> conditions =
                    ifs(form.file().graph()).map(node -> node.inputs().get(0)).collect(Collectors.toSet());
            if (conditions.isEmpty()) {
                return form;
            }
            decisions.add(new Probe(form, signature).truths(conditions, shapes));
            Sessions before = form;
            if (forms.size() >= KEPT) {
                forms.clear();
            }
            form = forms.computeIfAbsent(
                    List.copyOf(decisions), key -> before.of(before.file().fold(key.get(key.size() - 1))));
        }
    }

    private static Stream<NodeProto> ifs(GraphIndex graph) {
        return graph.nodes().stream()
                .filter(node -> node.domain().isEmpty() && node.opType().equals("If"))
                .filter(node -> node.inputs().size() == 1
                        && graph.isShapeDerived(node.inputs().get(0)));
    }

    private static boolean isNested(NodeProto node) {
        return node.attributes().values().stream()
                .anyMatch(value -> value instanceof AttributeValue.Graph graph
                        && graph.value().nodes().stream()
                                .anyMatch(inner -> inner.opType().equals("If")));
    }
}
