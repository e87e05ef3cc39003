package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Copying;
import io.github.gradcam4j.tensorflow.internal.graph.Network;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Is a network in which a value is fed.
 *
 * @param network the network, with one more input
 * @param score the score in it
 */
record ReplayGraph(Network network, Value score) {
    /** The name of the input that stands for the value: no layer or signature can have it. */
    static final String LAYER = "\0layer";

    static ReplayGraph of(Network network, Value score, Value layer) {
        TensorShapeProto any =
                TensorShapeProto.newBuilder().setUnknownRank(true).build();
        Node fed = new Node(
                "gradcam4j_layer",
                "Placeholder",
                List.of(),
                Map.of("dtype", Attributes.of(layer.type()), "shape", Attributes.of(any)),
                Map.of(),
                List.of(layer.type()));
        List<Value> wanted = new ArrayList<>(network.outputs().values());
        wanted.add(score);
        Copying copy = new Copying(Map.of(layer, fed.output())).of(wanted);
        Map<String, Value> outputs = new LinkedHashMap<>();
        network.outputs().forEach((name, value) -> outputs.put(name, copy.value(value)));
        Map<String, Node> inputs = new LinkedHashMap<>(network.inputs());
        inputs.put(LAYER, fed);
        Network other = new Network(
                network.name(),
                network.signature(),
                inputs,
                outputs,
                List.of(),
                Map.of(),
                network.weights(),
                network.initialisers(),
                List.of());
        return new ReplayGraph(other, copy.value(score));
    }
}
