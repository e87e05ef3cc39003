package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.GraphOrder;
import io.github.gradcam4j.onnx.internal.proto.ModelProto;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers questions about the main graph of a model: who makes a value, who reads it, what is constant. Immutable. */
public final class GraphIndex {
    /** Oldest operator set whose operators the rules know. */
    public static final long OLDEST_OPSET = 11;

    /** Oldest operator set whose models are upgraded when they are opened. */
    private static final long UPGRADED_SINCE = 7;

    private static final Set<String> RANDOM = Set.of(
            "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Multinomial", "Bernoulli");

    private final ModelProto model;
    private final List<NodeProto> nodes;
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final Map<String, List<NodeProto>> consumers = new HashMap<>();
    private final Map<String, TensorProto> constants = new HashMap<>();
    private final Set<String> fixed = new HashSet<>();
    private final Set<String> shapeDerived = new HashSet<>();
    private final Set<String> inputs = new HashSet<>();

    /**
     * Indexes a model.
     *
     * @param model the model
     * @throws io.github.gradcam4j.ModelLoadException if its graph is not well formed
     */
    public GraphIndex(ModelProto model) {
        this.model = model;
        this.nodes = List.copyOf(GraphOrder.sort(model.graph()));
        model.graph().initializers().forEach(constant -> constants.put(constant.name(), constant));
        fixed.addAll(constants.keySet());
        fixed.addAll(model.graph().sparseInitializers());
        model.graph().inputs().stream()
                .map(input -> input.name())
                .filter(name -> !fixed.contains(name))
                .forEach(inputs::add);
        shapeDerived.addAll(fixed);
        nodes.forEach(this::index);
    }

    private void index(NodeProto node) {
        Set<String> reads = GraphOrder.reads(node);
        node.outputs().stream().filter(name -> !name.isEmpty()).forEach(name -> producers.put(name, node));
        reads.forEach(name ->
                consumers.computeIfAbsent(name, key -> new ArrayList<>()).add(node));
        boolean deterministic = !RANDOM.contains(node.opType());
        if (deterministic && fixed.containsAll(reads)) {
            fixed.addAll(node.outputs());
        }
        boolean readsShapesOnly =
                node.domain().isEmpty() && Set.of("Shape", "Size").contains(node.opType());
        if (readsShapesOnly || (deterministic && shapeDerived.containsAll(reads))) {
            shapeDerived.addAll(node.outputs());
        }
        if (node.domain().isEmpty() && node.opType().equals("Constant")) {
            constantValue(node).ifPresent(value -> constants.put(node.outputs().get(0), value));
        } else if (node.domain().isEmpty()
                && node.opType().equals("Identity")
                && constants.containsKey(node.inputs().get(0))) {
            constants.put(node.outputs().get(0), constants.get(node.inputs().get(0)));
        }
    }

    private static Optional<TensorProto> constantValue(NodeProto node) {
        if (node.outputs().isEmpty()) {
            return Optional.empty();
        }
        for (AttributeValue value : node.attributes().values()) {
            if (value instanceof AttributeValue.Tensor tensor) {
                return Optional.of(tensor.value());
            } else if (value instanceof AttributeValue.Int number) {
                return Optional.of(TensorProto.ofLongs("", List.of(), number.value()));
            } else if (value instanceof AttributeValue.Real number) {
                return Optional.of(TensorProto.ofFloats("", List.of(), number.value()));
            } else if (value instanceof AttributeValue.Ints list) {
                long[] values =
                        list.values().stream().mapToLong(Long::longValue).toArray();
                return Optional.of(TensorProto.ofLongs("", List.of((long) values.length), values));
            } else if (value instanceof AttributeValue.Reals list) {
                float[] values = new float[list.values().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = list.values().get(i);
                }
                return Optional.of(TensorProto.ofFloats("", List.of((long) values.length), values));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the model.
     *
     * @return the model this index was made from
     */
    public ModelProto model() {
        return model;
    }

    /**
     * Returns the operators of the main graph.
     *
     * @return nodes in topological order
     */
    public List<NodeProto> nodes() {
        return nodes;
    }

    /**
     * Finds the maker of a value.
     *
     * @param value name of a value
     * @return the node that makes it; empty for inputs, initializers and unknown names
     */
    public Optional<NodeProto> producer(String value) {
        return Optional.ofNullable(producers.get(value));
    }

    /**
     * Finds the readers of a value.
     *
     * @param value name of a value
     * @return the nodes that read it, directly or from a subgraph, in topological order
     */
    public List<NodeProto> consumers(String value) {
        return consumers.getOrDefault(value, List.of());
    }

    /**
     * Finds a constant whose elements are known from the file alone.
     *
     * @param value name of a value
     * @return the initializer or the value of the {@code Constant} node
     */
    public Optional<TensorProto> constant(String value) {
        return Optional.ofNullable(constants.get(value));
    }

    /**
     * Says whether a value is the same in every run.
     *
     * @param value name of a value
     * @return true if it is computed from constants alone
     */
    public boolean isFixed(String value) {
        return fixed.contains(value);
    }

    /**
     * Says whether a value is the same in every run with inputs of the same shapes.
     *
     * @param value name of a value
     * @return true if it is computed from constants and shapes alone
     */
    public boolean isShapeDerived(String value) {
        return shapeDerived.contains(value);
    }

    /**
     * Says whether a value is fed by the caller.
     *
     * @param value name of a value
     * @return true for graph inputs that are not initializers
     */
    public boolean isInput(String value) {
        return inputs.contains(value);
    }

    /**
     * Says whether the graph has a value of this name.
     *
     * @param value name of a value
     * @return true for inputs, initializers and outputs of nodes
     */
    public boolean contains(String value) {
        return producers.containsKey(value) || inputs.contains(value) || constants.containsKey(value);
    }

    /**
     * Lists the names of all values.
     *
     * @return names of inputs, initializers and outputs of nodes
     */
    public Set<String> names() {
        Set<String> names = new HashSet<>(producers.keySet());
        names.addAll(inputs);
        names.addAll(constants.keySet());
        return names;
    }

    /**
     * Returns the version of the standard operator set.
     *
     * @return version, at least {@link #OLDEST_OPSET}
     * @throws UnsupportedModelException if the file uses an older one
     */
    public long opset() {
        long version = model.opsets().getOrDefault("", 1L);
        if (version < OLDEST_OPSET) {
            throw new UnsupportedModelException("Cannot differentiate a model of operator set " + version
                    + (version < UPGRADED_SINCE
                            ? ": gradient rules start at " + UPGRADED_SINCE
                            : ": one of its operators has no equivalent in newer sets, so it cannot be upgraded")
                    + ". Export it again with a newer opset_version.");
        }
        return version;
    }
}
