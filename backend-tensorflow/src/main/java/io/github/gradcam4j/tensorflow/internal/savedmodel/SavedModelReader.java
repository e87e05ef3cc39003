package io.github.gradcam4j.tensorflow.internal.savedmodel;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Layer;
import io.github.gradcam4j.tensorflow.internal.graph.Network;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import io.github.gradcam4j.tensorflow.internal.graph.Order;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.Tensor;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.TensorInfo;

/** Makes a network of a SavedModel, whose own graph is never loaded: what is needed of it is built anew. */
public final class SavedModelReader {
    private final SavedModelFolder model;
    private final Operators operators;

    /** Creates a reader of a folder's content. */
    public SavedModelReader(SavedModelFolder model, Operators operators) {
        this.model = model;
        this.operators = operators;
    }

    /**
     * Reads the model.
     *
     * @param wanted the output, the signature, or both with {@code :} between; empty for the usual ones
     * @param threads the number of threads that read the weights; empty for all cores
     */
    public Network read(Optional<String> wanted, OptionalInt threads) {
        Signature signature = Signature.of(model, wanted);
        List<String> roots = new ArrayList<>();
        signature.outputs().values().forEach(output -> roots.add(SavedModelFolder.nodeOf(output.getName())));
        signature.inputs().values().forEach(input -> roots.add(SavedModelFolder.nodeOf(input.getName())));
        List<String> loading = Signature.initialisers(model);
        roots.addAll(loading);
        new Safety(model).check(roots);

        Inliner inliner = new Inliner(model, operators, Assets.of(model));
        Scope top = inliner.top(fed(signature));
        List<String> names =
                signature.outputs().values().stream().map(TensorInfo::getName).toList();
        List<Value> values = top.values(names);
        Map<String, Value> outputs = new LinkedHashMap<>();
        int next = 0;
        for (String name : signature.outputs().keySet()) {
            outputs.put(name, values.get(next++));
        }
        List<Node> initialisers = top.effects(loading);
        List<Node> order = Order.of(values);
        List<Layer> layers = new LayerScopes(order, inliner.weights(), values).layers();
        Map<Node, Tensor> weights = new Variables(model, operators, threads).read(inliner.weights());
        return new Network(
                model.name(),
                signature.name(),
                inputs(signature, inliner),
                outputs,
                layers,
                Map.of(),
                weights,
                initialisers,
                Remarks.of(order));
    }

    /** What is fed may be any tensor in TensorFlow; it is a placeholder here, of the declared shape. */
    private static Map<String, TensorInfo> fed(Signature signature) {
        Map<String, TensorInfo> fed = new HashMap<>();
        signature.inputs().values().forEach(input -> fed.put(SavedModelFolder.nodeOf(input.getName()), input));
        return fed;
    }

    private static Map<String, Node> inputs(Signature signature, Inliner inliner) {
        Map<String, Node> inputs = new LinkedHashMap<>();
        signature.inputs().forEach((name, input) -> {
            String node = SavedModelFolder.nodeOf(input.getName());
            inputs.put(name, inliner.placeholder(node));
        });
        return inputs;
    }

    /** Returns the attributes of a placeholder. */
    static Map<String, AttrValue> placeholder(TensorInfo input) {
        return Map.of("dtype", Attributes.of(input.getDtype()), "shape", Attributes.of(input.getTensorShape()));
    }
}
