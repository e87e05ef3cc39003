package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Interprets models in double precision, straight from the text of the operators' definitions: the oracle of the tests. It
 * shares no code with what it checks but the parsed nodes.
 */
final class Reference {
    private static final Map<String, Op> OPS = new HashMap<>();

    static {
        ReferenceElementwise.addTo(OPS);
        ReferenceShapes.addTo(OPS);
        ReferenceWindows.addTo(OPS);
        ReferenceReductions.addTo(OPS);
        ReferenceIndexing.addTo(OPS);
        ReferenceEinsum.addTo(OPS);
        ReferenceSampling.addTo(OPS);
        ReferenceAttention.addTo(OPS);
        ReferenceFused.addTo(OPS);
        ReferenceRecurrent.addTo(OPS);
    }

    private Reference() {}

    /** Is the forward definition of an operator. */
    interface Op {
        Array[] apply(Call call);
    }

    /** Is one use of an operator. */
    record Call(NodeProto node, long opset, List<@Nullable Array> inputs) {
        Array in(int i) {
            return Optional.ofNullable(inputs.get(i)).orElseThrow();
        }

        boolean has(int i) {
            return i < inputs.size() && inputs.get(i) != null;
        }

        double real(String name, double absent) {
            return node.attributes().get(name) instanceof AttributeValue.Real v ? v.value() : absent;
        }

        long integer(String name, long absent) {
            return node.attributes().get(name) instanceof AttributeValue.Int v ? v.value() : absent;
        }

        String text(String name, String absent) {
            return node.attributes().get(name) instanceof AttributeValue.Text v ? v.value() : absent;
        }

        boolean given(String name) {
            return node.attributes().containsKey(name);
        }

        double[] reals(String name) {
            return node.attributes().get(name) instanceof AttributeValue.Reals v
                    ? v.values().stream().mapToDouble(Float::doubleValue).toArray()
                    : new double[0];
        }

        int[] ints(String name, int... absent) {
            return node.attributes().get(name) instanceof AttributeValue.Ints v
                    ? v.values().stream().mapToInt(Long::intValue).toArray()
                    : absent;
        }
    }

    static Array[] one(Array value) {
        return new Array[] {value};
    }

    /** Evaluates a model; a value that is given is not computed, also if it is no input. */
    static Map<String, Array> run(Model model, Map<String, Array> given) {
        Map<String, Array> values = new HashMap<>(model.constants);
        values.putAll(given);
        for (NodeProto node : model.nodes) {
            Array[] out = apply(call(node, model.opset, values));
            for (int i = 0; i < Math.min(out.length, node.outputs().size()); i++) {
                values.putIfAbsent(node.outputs().get(i), out[i]);
            }
        }
        return values;
    }

    static Call call(NodeProto node, long opset, Map<String, Array> values) {
        List<@Nullable Array> in = new ArrayList<>();
        node.inputs().forEach(name -> in.add(values.get(name)));
        return new Call(node, opset, in);
    }

    static Array[] apply(Call call) {
        return Optional.ofNullable(OPS.get(call.node().qualifiedType()))
                .orElseThrow(() ->
                        new AssertionError("no reference for " + call.node().opType()))
                .apply(call);
    }

    static Set<String> operators() {
        return Set.copyOf(OPS.keySet());
    }
}
