package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.keras.config.CallConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.Dialect;
import io.github.gradcam4j.tensorflow.internal.keras.config.LayerConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.Options;
import io.github.gradcam4j.tensorflow.internal.keras.config.Precision;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.LayerGraph;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;

/** One call of a layer: its options, what it is called with, its weights, and where its operators go. */
public final class LayerCall {
    /** Calls layers within layers. */
    public interface Inner {
        /** Returns what a layer or a network within another returns. */
        List<Signal> outputs(LayerConfig config, LayerWeights weights, CallConfig call);
    }

    private final LayerGraph graph;
    private final Dialect dialect;
    private final LayerConfig config;
    private final Options options;
    private final Precision precision;
    private final LayerWeights weights;
    private final CallConfig call;
    private final Inner inner;

    /** Creates a call whose arguments are signals, constants, or lists and maps of them. */
    public LayerCall(
            LayerGraph graph, Dialect dialect, LayerConfig config, LayerWeights weights, CallConfig call, Inner inner) {
        this.graph = graph;
        this.dialect = dialect;
        this.config = config;
        this.options = new Options(config.config());
        this.precision = config.isOperation()
                ? Precision.of(null)
                : Precision.of(config.config().get("dtype"));
        this.weights = weights;
        this.call = call;
        this.inner = inner;
    }

    public LayerGraph graph() {
        return graph;
    }

    public boolean isKeras2() {
        return dialect == Dialect.KERAS_2;
    }

    public LayerConfig config() {
        return config;
    }

    public Options options() {
        return options;
    }

    public Precision precision() {
        return precision;
    }

    public LayerWeights weights() {
        return weights;
    }

    /** Returns an argument by name, or by position where it is given so; null if it is not given. */
    public @Nullable Object argument(String name, int position) {
        Object named = call.named().get(name);
        return named != null || position < 0 || position >= call.arguments().size()
                ? named
                : call.arguments().get(position);
    }

    /** Returns how the layer is called. */
    public CallConfig call() {
        return call;
    }

    /** Returns a tensor among the arguments; null if it is not given. */
    public @Nullable Signal signal(String name, int position) {
        return argument(name, position) instanceof Signal signal ? signal : null;
    }

    /** Returns the only tensor that the layer is called with, as it is. */
    public Signal rawInput() {
        List<Signal> all = rawInputs();
        if (all.size() != 1) {
            throw new BrokenNetwork("it is called with " + all.size() + " tensors instead of one");
        }
        return all.get(0);
    }

    /** Returns the tensors of the first argument as they are. */
    public List<Signal> rawInputs() {
        Object first = call.arguments().isEmpty()
                ? call.named().values().stream().findFirst().orElse(null)
                : call.arguments().get(0);
        return CallConfig.flat(first, Signal.class);
    }

    /** Returns the only tensor that the layer is called with, in the numbers that the layer works with. */
    public Signal input() {
        return cast(rawInput());
    }

    /** Returns the tensors of the first argument, in the numbers that the layer works with. */
    public List<Signal> inputs() {
        return rawInputs().stream().map(this::cast).toList();
    }

    /** Turns broken numbers into those that the layer works with; whole ones stay. */
    public Signal cast(Signal signal) {
        return Node.isFloating(signal.type()) && Node.isFloating(precision.compute())
                ? graph.cast(signal, precision.compute())
                : signal;
    }

    /** Returns the mask: the one that the call names, or else that of the input. */
    public @Nullable Signal mask() {
        List<Signal> inputs = rawInputs();
        Signal named = signal("mask", -1);
        return named != null || inputs.isEmpty() ? named : inputs.get(0).mask();
    }

    /** Returns a weight that training changes, in the numbers that the layer works with. */
    public Signal weight(String name, long... shape) {
        return cast(raw(name, true, precision.weights(), shape));
    }

    /** Returns a weight that training does not change by gradients, such as a moving mean. */
    public Signal fixed(String name, long... shape) {
        return cast(raw(name, false, precision.weights(), shape));
    }

    /** Returns a weight as it is stored. */
    public Signal raw(String name, boolean isTrained, DataType type, long... shape) {
        return weights.weight(
                name,
                isTrained,
                () -> graph.emit(name, "Const", Shape.of(shape), Map.of("dtype", Attributes.of(type))));
    }

    /** Applies the activation function that an option names. */
    public Signal activate(String option, Signal x) {
        return Activations.apply(this, options.get(option), x);
    }

    /** Calls a layer within this one, whose weights are at a path below. */
    public List<Signal> within(String path, LayerConfig layer, Object input, Map<String, @Nullable Object> named) {
        LayerWeights below = weights;
        for (String part : path.split("/")) {
            below = below.child(part, weights.owner() + "/" + layer.name(), layer.isTrainable());
        }
        return inner.outputs(layer, below, new CallConfig(java.util.Arrays.asList(input), named));
    }

    /** Returns a call of a layer within this one, to take its weights for a calculation of this layer's own. */
    public LayerCall part(String path, LayerConfig layer) {
        LayerWeights below = weights;
        for (String part : path.split("/")) {
            below = below.child(part, weights.owner() + "/" + layer.name(), layer.isTrainable());
        }
        return new LayerCall(graph, dialect, layer, below, call, inner);
    }
}
