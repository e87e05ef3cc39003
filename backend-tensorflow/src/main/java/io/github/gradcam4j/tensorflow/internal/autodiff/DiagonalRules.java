package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;

/** Diagonals of matrices. */
final class DiagonalRules {
    private DiagonalRules() {}

    static void addTo(Map<String, GradientRule> rules) {
        rules.put("Diag", (node, pullback, emit) -> pullback.give(0, emit.of("DiagPart", pullback.cotangent())));
        rules.put("DiagPart", (node, pullback, emit) -> pullback.give(0, emit.of("Diag", pullback.cotangent())));
        for (String version : List.of("", "V2", "V3")) {
            rules.put("MatrixDiag" + version, (node, pullback, emit) -> make(node, version, pullback, emit));
            rules.put("MatrixDiagPart" + version, (node, pullback, emit) -> take(node, version, pullback, emit));
            rules.put("MatrixSetDiag" + version, (node, pullback, emit) -> set(node, version, pullback, emit));
        }
    }

    private static Map<String, AttrValue> align(Node node) {
        return node.attribute("align").map(align -> Map.of("align", align)).orElse(Map.of());
    }

    private static void make(Node node, String version, Pullback pullback, Emitter emit) {
        for (int input = 1; input < node.inputs().size(); input++) {
            pullback.requireNot(node, input);
        }
        pullback.give(0, part(pullback.cotangent(), node, version, 1, emit));
    }

    /** Returns the diagonals that a node speaks of, of another matrix. */
    private static Value part(Value matrix, Node node, String version, int bounds, Emitter emit) {
        List<Value> inputs = new ArrayList<>(List.of(matrix));
        if (!version.isEmpty()) {
            inputs.add(node.input(bounds));
            inputs.add(emit.real(0, matrix.type()));
        }
        return emit.value("MatrixDiagPart" + version, inputs, align(node));
    }

    private static void take(Node node, String version, Pullback pullback, Emitter emit) {
        for (int input = 1; input < node.inputs().size(); input++) {
            pullback.requireNot(node, input);
        }
        List<Value> inputs = new ArrayList<>(List.of(emit.zerosLike(node.input(0)), pullback.cotangent()));
        if (!version.isEmpty()) {
            inputs.add(node.input(1));
        }
        pullback.give(0, emit.value("MatrixSetDiag" + version, inputs, align(node)));
    }

    private static void set(Node node, String version, Pullback pullback, Emitter emit) {
        Value g = pullback.cotangent();
        if (pullback.wants(0)) {
            List<Value> inputs = new ArrayList<>(node.inputs());
            inputs.set(0, g);
            inputs.set(1, emit.zerosLike(node.input(1)));
            pullback.give(0, emit.value(node.operator(), inputs, align(node)));
        }
        if (pullback.wants(1)) {
            pullback.give(1, part(g, node, version, 2, emit));
        }
    }
}
