package io.github.gradcam4j.tensorflow.internal.keras.model;

import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.tensorflow.internal.graph.Layer;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import io.github.gradcam4j.tensorflow.internal.keras.config.CallConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.Dialect;
import io.github.gradcam4j.tensorflow.internal.keras.config.LayerConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.NetworkConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.TensorRef;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Unsupported;
import io.github.gradcam4j.tensorflow.internal.keras.layers.LayerCall;
import io.github.gradcam4j.tensorflow.internal.keras.layers.LayerRegistry;
import io.github.gradcam4j.tensorflow.internal.keras.layers.LayerWeights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls the layers of a network, and of the networks within it. */
public final class NetworkBuilder implements LayerCall.Inner {
    private final LayerGraph graph;
    private final Dialect dialect;
    private final LayerWeights weights = new LayerWeights("", "", true);
    private final Map<String, Node> inputs = new LinkedHashMap<>();
    private final List<Layer> layers = new ArrayList<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private final Set<Value> named = new HashSet<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private boolean isRecording = true;

    /** Creates a builder for one file. */
    public NetworkBuilder(LayerGraph graph, Dialect dialect) {
        this.graph = graph;
        this.dialect = dialect;
    }

    public Map<String, Node> inputs() {
        return inputs;
    }

    public List<Layer> layers() {
        return layers;
    }

    /** Returns the weights that the layers want. */
    public LayerWeights weights() {
        return weights;
    }

    /** Returns the layers that cannot be computed exactly, and why. */
    public Map<String, String> refused() {
        return refused;
    }

    /** Builds the network of a file; what comes out is null for what depends on refused layers. */
    public Map<String, @Nullable Signal> build(LayerConfig model, @Nullable Object builtFor) {
        NetworkConfig network = NetworkConfig.of(model);
        Map<String, @Nullable Signal> outputs = new LinkedHashMap<>();
        if (network.outputs() == null) {
            List<LayerConfig> sequence = new ArrayList<>(network.layers().values());
            boolean hasInput =
                    !sequence.isEmpty() && sequence.get(0).className().equals("InputLayer");
            Signal input = placeholder(
                    hasInput ? NetworkInput.of(sequence.get(0)) : NetworkInput.ofSequence(network, builtFor));
            List<Signal> last = sequence(network, weights, List.of(input), "");
            String name = sequence.get(sequence.size() - 1).name();
            outputs.put(name, last == null ? null : last.get(0));
            return outputs;
        }
        CallResults results = new CallResults();
        CallOrder order = run(network, weights, null, "", results);
        network.outputNames().forEach((name, ref) -> outputs.put(name, results.find(order.fromZero(ref))));
        return outputs;
    }

    private Signal placeholder(NetworkInput input) {
        Node node = graph.placeholder(input.name(), input.type(), input.shape());
        inputs.put(input.name(), node);
        return new Signal(node.output(), input.shape());
    }

    /** Calls layers one after another; null if one of them is refused. */
    private @Nullable List<Signal> sequence(
            NetworkConfig network, LayerWeights owner, List<Signal> given, String prefix) {
        Map<String, LayerWeights> below = owned(network, owner);
        List<Signal> current = given;
        for (LayerConfig layer : network.layers().values()) {
            CallConfig call =
                    new CallConfig(java.util.Arrays.asList(current.size() == 1 ? current.get(0) : current), Map.of());
            List<Signal> next = layer.className().equals("InputLayer")
                    ? record(prefix, layer, adapted(layer, current, prefix.isEmpty()))
                    : called(layer, weightsOf(below, layer), call, prefix);
            if (next == null) {
                return null;
            }
            current = next;
        }
        return current;
    }

    private List<Signal> adapted(LayerConfig layer, List<Signal> given, boolean isTop) {
        return isTop ? given : List.of(NetworkInput.of(layer).adapted(graph, given.get(0)));
    }

    private static LayerWeights weightsOf(Map<String, LayerWeights> all, LayerConfig layer) {
        LayerWeights found = all.get(layer.name());
        return found == null ? new LayerWeights("", layer.name(), true) : found;
    }

    /** Makes lists for the weights of all layers, in the order of the file, which counts layers of a class. */
    private Map<String, LayerWeights> owned(NetworkConfig network, LayerWeights owner) {
        Map<String, LayerWeights> owned = new LinkedHashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (LayerConfig layer : network.layers().values()) {
            if (!layer.isOperation()) {
                String group = Dialect.groupName(layer.className());
                int count = counts.merge(group, 1, Integer::sum) - 1;
                owned.put(
                        layer.name(),
                        owner.child("layers", owner.owner(), true)
                                .child(
                                        count == 0 ? group : group + "_" + count,
                                        (owner.owner().isEmpty() ? "" : owner.owner() + "/") + layer.name(),
                                        layer.isNetwork() || layer.isTrainable()));
            }
        }
        return owned;
    }

    /** Runs a functional network; given nothing, its inputs are those of the file. */
    private CallOrder run(
            NetworkConfig network,
            LayerWeights owner,
            @Nullable List<Signal> given,
            String prefix,
            CallResults results) {
        Map<String, LayerWeights> below = owned(network, owner);
        Map<String, Signal> entries = new HashMap<>();
        List<TensorRef> wanted = CallConfig.flat(network.inputs(), TensorRef.class);
        if (given != null && given.size() != wanted.size()) {
            throw new BrokenNetwork(
                    "it is called with " + given.size() + " tensors, but has " + wanted.size() + " inputs");
        }
        for (int i = 0; i < wanted.size(); i++) {
            LayerConfig layer = network.layers().get(wanted.get(i).layer());
            if (layer == null || !layer.className().equals("InputLayer")) {
                throw new BrokenNetwork("its input '" + wanted.get(i).layer() + "' is no input layer");
            }
            NetworkInput input = NetworkInput.of(layer);
            entries.put(layer.name(), given == null ? placeholder(input) : input.adapted(graph, given.get(i)));
        }
        CallOrder order = CallOrder.of(network);
        for (CallOrder.Step step : order.steps()) {
            LayerConfig layer = step.layer();
            List<Signal> outputs = new ArrayList<>();
            Signal entry = entries.get(layer.name());
            if (entry != null) {
                outputs.addAll(record(prefix, layer, List.of(entry)));
            } else {
                boolean[] isWhole = {true};
                CallConfig call = step.config().with(ref -> {
                    Signal signal = results.find(ref);
                    isWhole[0] &= signal != null;
                    return signal;
                });
                List<Signal> made = isWhole[0] ? called(layer, weightsOf(below, layer), call, prefix) : null;
                if (made != null) {
                    outputs.addAll(made);
                }
            }
            results.add(layer.name(), outputs);
        }
        return order;
    }

    /** Calls a layer and writes down what it returns; null if it is refused. */
    private @Nullable List<Signal> called(LayerConfig layer, LayerWeights owner, CallConfig call, String prefix) {
        String outer = graph.scope();
        graph.enter(prefix + layer.name());
        try {
            return record(prefix, layer, applied(layer, owner, call));
        } catch (Unsupported e) {
            refuse(prefix + layer.name(), layer.className(), e);
            return null;
        } catch (BrokenNetwork e) {
            throw e.in(prefix + layer.name(), layer.className());
        } finally {
            graph.enter(outer);
        }
    }

    /** A network is refused by the layers within it, which are named. */
    private void refuse(String name, String className, Unsupported why) {
        if (refused.keySet().stream().noneMatch(other -> other.startsWith(name + "/"))) {
            refused.put(name + "' (" + className + ")", String.valueOf(why.getMessage()));
        }
    }

    /** A layer within a layer is part of that one: its tensors have axes that users do not know. */
    @Override
    public List<Signal> outputs(LayerConfig layer, LayerWeights owner, CallConfig call) {
        String scope = graph.scope();
        boolean wasRecording = isRecording;
        graph.enter(scope + "/" + layer.name());
        isRecording = false;
        try {
            return applied(layer, owner, call);
        } finally {
            graph.enter(scope);
            isRecording = wasRecording;
        }
    }

    private List<Signal> applied(LayerConfig layer, LayerWeights owner, CallConfig call) {
        return layer.isNetwork()
                ? network(layer, owner, call)
                : LayerRegistry.outputs(new LayerCall(graph, dialect, layer, owner, call, this));
    }

    private List<Signal> network(LayerConfig layer, LayerWeights owner, CallConfig call) {
        NetworkConfig network = NetworkConfig.of(layer);
        List<Signal> given = CallConfig.flat(call.arguments(), Signal.class);
        String prefix = graph.scope() + "/";
        List<Signal> outputs = new ArrayList<>();
        if (network.outputs() == null) {
            List<Signal> last = sequence(network, owner, given, prefix);
            if (last == null) {
                throw new Unsupported("layers within it are refused");
            }
            outputs.addAll(last);
        } else {
            CallResults results = new CallResults();
            CallOrder order = run(network, owner, given, prefix, results);
            for (TensorRef ref : CallConfig.flat(network.outputs(), TensorRef.class)) {
                Signal output = results.find(order.fromZero(ref));
                if (output == null) {
                    throw new Unsupported("layers within it are refused");
                }
                outputs.add(output);
            }
        }
        return outputs;
    }

    private List<Signal> record(String prefix, LayerConfig layer, List<Signal> outputs) {
        if (!isRecording) {
            return outputs;
        }
        String name = prefix + layer.name();
        String outer = graph.scope();
        graph.enter(name);
        int call = calls.merge(name, 1, Integer::sum) - 1;
        List<Signal> recorded = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Signal output = outputs.get(i);
            boolean isOwn = !output.value().node().is("Placeholder") && named.add(output.value());
            Signal own = isOwn ? output : graph.unary("Identity", output).masked(output.mask());
            named.add(own.value());
            recorded.add(own);
            layers.add(new Layer(
                    new LayerRef(name, call, i), List.of(own.value().toString()), layer.className(), own.value()));
        }
        graph.enter(outer);
        return recorded;
    }
}
