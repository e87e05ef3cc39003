package io.github.gradcam4j.onnx.internal.rewrite;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Is an operator that is written in another way; constants for its new inputs go before it. */
final class Rebuilt {
    private final NodeProto node;
    private final Names names;
    private final List<NodeProto> out;
    private final List<String> inputs;
    private final Map<String, AttributeValue> attributes;
    private String type;

    /**
     * Starts with what the operator is.
     *
     * @param node the operator
     * @param names names of the model's values
     * @param out takes the constants, and at last the operator
     */
    Rebuilt(NodeProto node, Names names, List<NodeProto> out) {
        this.node = node;
        this.names = names;
        this.out = out;
        this.type = node.opType();
        this.inputs = new ArrayList<>(node.inputs());
        this.attributes = new HashMap<>(node.attributes());
    }

    Rebuilt as(String operator) {
        type = operator;
        return this;
    }

    Rebuilt without(String attribute) {
        attributes.remove(attribute);
        return this;
    }

    Rebuilt with(String attribute, String text) {
        attributes.put(attribute, new AttributeValue.Text(text));
        return this;
    }

    /** Keeps the first inputs only. */
    Rebuilt keep(int count) {
        inputs.subList(Math.min(count, inputs.size()), inputs.size()).clear();
        return this;
    }

    Rebuilt input(String value) {
        inputs.add(value);
        return this;
    }

    Rebuilt constant(String name, TensorProto value) {
        return input(made("Constant", name, List.of(), Map.of("value", new AttributeValue.Tensor(value))));
    }

    /** Turns an attribute of whole numbers into the next input, if it is there. */
    Rebuilt integers(String attribute) {
        AttributeValue value = attributes.remove(attribute);
        if (value instanceof AttributeValue.Ints list) {
            long[] numbers = list.values().stream().mapToLong(Long::longValue).toArray();
            constant(attribute, TensorProto.ofLongs("", List.of((long) numbers.length), numbers));
        } else if (value instanceof AttributeValue.Int number) {
            constant(attribute, TensorProto.ofLongs("", List.of(1L), number.value()));
        }
        return this;
    }

    /** Turns an attribute of one number into the next input, which is left out if the attribute is not there. */
    Rebuilt scalar(String attribute, DataType wanted) {
        if (!(attributes.remove(attribute) instanceof AttributeValue.Real number)) {
            return input("");
        }
        constant(attribute, TensorProto.ofFloats("", List.of(), number.value()));
        if (wanted != DataType.FLOAT) {
            String single = inputs.remove(inputs.size() - 1);
            input(made("Cast", attribute, List.of(single), Map.of("to", new AttributeValue.Int(wanted.code()))));
        }
        return this;
    }

    private String made(String operator, String name, List<String> from, Map<String, AttributeValue> with) {
        String value = names.fresh(node.label() + "/" + name);
        out.add(new NodeProto(value, "", operator, from, List.of(value), with, Map.of()));
        return value;
    }

    void build() {
        while (!inputs.isEmpty() && inputs.get(inputs.size() - 1).isEmpty()) {
            inputs.remove(inputs.size() - 1);
        }
        out.add(new NodeProto(node.name(), "", type, inputs, node.outputs(), attributes, node.metadata()));
    }
}
