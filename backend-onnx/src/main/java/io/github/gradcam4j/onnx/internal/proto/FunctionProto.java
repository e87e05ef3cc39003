package io.github.gradcam4j.onnx.internal.proto;

import java.util.List;
import java.util.Map;

/**
 * Is an operator that the model itself defines.
 *
 * @param name operator; NAME:OVERLOAD for one form of an overloaded one
 * @param domain domain of the operator
 * @param inputs formal inputs
 * @param outputs formal outputs
 * @param nodes body
 * @param defaults values of attributes that a call may leave out
 * @param opsets versions of the operator sets the body uses
 */
public record FunctionProto(
        String name,
        String domain,
        List<String> inputs,
        List<String> outputs,
        List<NodeProto> nodes,
        Map<String, AttributeValue> defaults,
        Map<String, Long> opsets) {
    /** Copies the collections. */
    public FunctionProto {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        nodes = List.copyOf(nodes);
        defaults = Map.copyOf(defaults);
        opsets = Map.copyOf(opsets);
    }
}
