package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.axes.ValueAxes;
import io.github.gradcam4j.tensorflow.internal.engine.Tensors;
import io.github.gradcam4j.tensorflow.internal.graph.Layer;
import io.github.gradcam4j.tensorflow.internal.graph.Network;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What a model looks like for one size of its inputs: its layers and its scores. Immutable. */
final class Measured {
    private final Asked asked;
    private final Shape output;
    private final Optional<Shape> logits;
    private final List<LayerInfo> layers;
    private final Map<LayerRef, Value> values = new HashMap<>();

    /**
     * Describes the layers.
     *
     * @param shapes the shapes of all values
     * @param axes what their axes count
     */
    Measured(Network network, Asked asked, Function<Value, Reach> reaches, Map<Value, Shape> shapes, ValueAxes axes) {
        this.asked = asked;
        this.output = Objects.requireNonNull(shapes.get(asked.head().output()));
        this.logits = asked.head().logits().map(shapes::get);
        Reach reach = reaches.apply(scoreValue(score(ScoreKind.AUTO)));
        List<LayerInfo> found = new ArrayList<>();
        network.inputs().forEach((name, node) -> {
            List<String> aliases = node.name().equals(name) ? List.of() : List.of(node.name());
            Layer input = new Layer(LayerRef.of(name), aliases, "Input", node.output());
            add(input, network, reach, shapes, axes, found);
        });
        network.layers().forEach(layer -> add(layer, network, reach, shapes, axes, found));
        network.silent().forEach((name, reason) -> found.add(silent(name, reason)));
        this.layers = List.copyOf(found);
    }

    private void add(
            Layer layer,
            Network network,
            Reach reach,
            Map<Value, Shape> shapes,
            ValueAxes axes,
            List<LayerInfo> found) {
        Value value = layer.value();
        Optional<DType> dtype = Tensors.type(value.type());
        if (values.containsKey(layer.ref()) || dtype.isEmpty()) {
            return;
        }
        values.put(layer.ref(), value);
        Shape shape = shapes.getOrDefault(value, Shape.of());
        boolean onPath = dtype.get().isFloating() ? reach.isDifferentiable(value) : reach.isNeeded(value);
        found.add(new LayerInfo(
                layer.ref(),
                layer.aliases(),
                layer.className(),
                dtype.get(),
                shape,
                axes.layout(value),
                onPath,
                dtype.get().isFloating()
                        ? reach.obstacle(value)
                        : Optional.of("it holds " + dtype.get() + ", which have no derivative"),
                axes.isEligible(value),
                network.remarks()));
    }

    private static LayerInfo silent(String name, String reason) {
        return new LayerInfo(
                LayerRef.of(name),
                List.of(),
                "Layer",
                DType.FLOAT32,
                Shape.of(),
                Layout.unknown(0),
                false,
                Optional.of(reason));
    }

    List<LayerInfo> layers() {
        return layers;
    }

    LayerInfo layer(LayerRef ref) {
        return layers.stream()
                .filter(layer -> layer.ref().equals(ref) || layer.aliases().contains(ref.toString()))
                .min(Comparator.comparing((LayerInfo layer) -> !layer.ref().equals(ref)))
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no layer '" + ref + "'. List the layers with: gradcam4j layers MODEL"));
    }

    Value value(LayerRef ref) {
        Value value = values.get(layer(ref).ref());
        if (value == null) {
            throw new UnsupportedModelException("layer '" + ref + "' cannot be explained: "
                    + layer(ref).obstacle().orElse("it has no tensor"));
        }
        return value;
    }

    /** Returns the tensor that questions are asked about. */
    ScoreInfo score(ScoreKind kind) {
        String name = asked.name();
        boolean sameClasses = logits.isPresent() && logits.get().equals(output);
        Activation activation = asked.head().activation();
        if (kind != ScoreKind.OUTPUT && sameClasses) {
            return new ScoreInfo(name + " before " + activation, ScoreKind.LOGITS, activation, false, output);
        }
        if (kind == ScoreKind.LOGITS) {
            throw new UnsupportedModelException("no final softmax or sigmoid is recognised before output '" + name
                    + "', so there are no logits apart from it. Ask with --scores output");
        }
        return new ScoreInfo(name, ScoreKind.OUTPUT, Activation.NONE, sameClasses, output);
    }

    /** Returns the value that questions are asked about. */
    Value scoreValue(ScoreInfo score) {
        return score.kind() == ScoreKind.LOGITS
                ? asked.head().logits().orElseThrow()
                : asked.head().output();
    }
}
