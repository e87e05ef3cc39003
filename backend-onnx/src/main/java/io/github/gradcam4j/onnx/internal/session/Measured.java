package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.autodiff.GradientPaths;
import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.autodiff.Score;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.onnx.internal.layout.AutomaticLayers;
import io.github.gradcam4j.onnx.internal.layout.ValueLayouts;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** What one run of the model told about its values: scores and layers for a geometry of the inputs. Immutable. */
final class Measured {
    private final Sessions sessions;
    private static final String STRAIGHT_THROUGH =
            "the model is quantised: gradients pass straight through the rounding behind this layer, and stop where values"
                    + " are clipped";

    private final GraphIndex graph;
    private final ValueTable values;
    private final String output;
    private final List<String> inputs;
    private final List<LayerInfo> layers;
    private final ValueLayouts layouts;
    private final Map<LayerRef, LayerInfo> asked = new ConcurrentHashMap<>();
    private final Map<ScoreKind, ScoreInfo> scores = new ConcurrentHashMap<>();

    private Measured(Sessions sessions, ValueTable values, String output, List<String> inputs, ValueLayouts layouts) {
        this.sessions = sessions;
        this.graph = sessions.file().graph();
        this.values = values;
        this.output = output;
        this.inputs = inputs;
        this.layouts = layouts;
        this.layers = findLayers();
    }

    static Measured of(Sessions sessions, ValueTable values, String output, List<String> inputs) {
        return new Measured(
                sessions,
                values,
                output,
                inputs,
                ValueLayouts.of(sessions.file().graph(), values));
    }

    /** Returns what another number of items makes free. What axes count is the same for any. */
    Measured merge(ValueTable other) {
        return new Measured(sessions, values.merge(other), output, inputs, layouts);
    }

    /** Returns what was measured with another number of items instead. What axes count is the same. */
    Measured remeasured(ValueTable other) {
        return new Measured(sessions, other, output, inputs, layouts);
    }

    /** Returns the sessions of the model that was measured. */
    Sessions sessions() {
        return sessions;
    }

    ValueTable values() {
        return values;
    }

    List<LayerInfo> layers() {
        return layers;
    }

    /** Returns what the axes of a value count; nothing is known of those whose items are not the ones that are fed. */
    Layout layout(String value, int rank) {
        Layout layout = layouts.layout(value, rank);
        int batch = layout.indexOf(Axis.BATCH);
        return batch < 0 || shape(value).dim(batch) == items() ? layout : Layout.unknown(rank);
    }

    private long items() {
        Shape first = shape(inputs.get(0));
        return first.rank() == 0 ? 1 : first.dim(0);
    }

    /** Returns a layer by its own name or another one. */
    LayerInfo layer(LayerRef ref) {
        return asked.computeIfAbsent(ref, this::find);
    }

    private LayerInfo find(LayerRef ref) {
        boolean plain = ref.call() == 0 && ref.output() == 0;
        return layers.stream()
                .filter(layer -> layer.ref().equals(ref))
                .findFirst()
                .or(() -> layers.stream()
                        .filter(layer -> plain && layer.isCalled(ref.name()))
                        .findFirst())
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no layer '" + ref + "'. List the layers with: gradcam4j layers MODEL"));
    }

    /** Returns the tensor that questions are asked about. */
    ScoreInfo score(ScoreKind kind) {
        return scores.computeIfAbsent(kind, this::findScore);
    }

    private ScoreInfo findScore(ScoreKind kind) {
        Shape outputShape = shape(output);
        ScoreInfo plain = new ScoreInfo(output, ScoreKind.OUTPUT, Activation.NONE, false, outputShape);
        Score found = Score.find(graph, output, OptionalInt.of(outputShape.rank()));
        Activation activation = switch (found.activation()) {
            case NONE -> Activation.NONE;
            case SOFTMAX, LOG_SOFTMAX -> Activation.SOFTMAX;
            case SIGMOID -> Activation.SIGMOID;
        };
        if (activation != Activation.NONE && values.find(found.value()).isPresent()) {
            ScoreInfo logits = new ScoreInfo(found.value(), ScoreKind.LOGITS, activation, false, shape(found.value()));
            boolean sameClasses = logits.classes() == plain.classes();
            if (kind != ScoreKind.OUTPUT && sameClasses) {
                return logits;
            }
            boolean probabilities = found.activation() != Score.Activation.LOG_SOFTMAX;
            plain = new ScoreInfo(output, ScoreKind.OUTPUT, Activation.NONE, probabilities, outputShape);
        }
        if (kind == ScoreKind.LOGITS) {
            throw new UnsupportedModelException("no final softmax or sigmoid is recognised before output '" + output
                    + "', so there are no logits apart from it. Ask with --scores output");
        }
        return plain;
    }

    private Shape shape(String value) {
        return Probe.shape(values.find(value)
                .orElseThrow(() -> new UnsupportedModelException(
                        "the output '" + value + "' is no tensor, so it cannot be explained. Choose another output")));
    }

    private List<LayerInfo> findLayers() {
        String score = score(ScoreKind.AUTO).tensor();
        GradientPaths paths = GradientPaths.to(graph, score);
        AutomaticLayers automatic = AutomaticLayers.before(graph, layouts, score);
        Map<String, List<String>> modulePaths = ModulePaths.of(graph);
        List<LayerInfo> found = new ArrayList<>();
        inputs.forEach(
                input -> layer(input, "Input", List.of(), paths, automatic).ifPresent(found::add));
        for (NodeProto node : graph.nodes()) {
            for (int i = 0; i < node.outputs().size(); i++) {
                String value = node.outputs().get(i);
                if (value.isEmpty() || graph.isShapeDerived(value)) {
                    continue;
                }
                List<String> aliases = new ArrayList<>(modulePaths.getOrDefault(value, List.of()));
                if (i == 0 && !node.name().isEmpty() && !node.name().equals(value)) {
                    aliases.add(node.name());
                }
                layer(value, node.qualifiedType(), aliases, paths, automatic).ifPresent(found::add);
            }
        }
        Predicate<LayerInfo> chosen =
                layer -> layer.eligible() && automatic.isPassed(layer.ref().name()) && !isTurned(layer);
        boolean any = found.stream().anyMatch(layer -> layer.hasPositions() && chosen.test(layer));
        return found.stream()
                .map(layer -> any && !chosen.test(layer) ? layer.ineligible() : layer)
                .toList();
    }

    /** Tells whether a layer is another one with the items behind the steps, as recurrent layers take them. */
    private boolean isTurned(LayerInfo layer) {
        return layer.operator().equals("Transpose")
                && layer.layout().indexOf(Axis.BATCH) > 0
                && graph.producer(layer.ref().name())
                        .flatMap(node -> node.input(0))
                        .filter(input ->
                                layouts.layout(input, layer.shape().rank()).indexOf(Axis.BATCH) == 0)
                        .isPresent();
    }

    private Optional<LayerInfo> layer(
            String value, String operator, List<String> aliases, GradientPaths paths, AutomaticLayers automatic) {
        Optional<ValueTable.Entry> entry = values.find(value);
        Optional<DType> dtype = entry.flatMap(e -> Types.of(e.type()));
        if (entry.isEmpty() || dtype.isEmpty()) {
            return Optional.empty();
        }
        Shape shape = Probe.shape(entry.get());
        return Optional.of(new LayerInfo(
                LayerRef.of(value),
                aliases,
                operator,
                dtype.get(),
                shape,
                layout(value, shape.rank()),
                paths.reach(value),
                paths.obstacle(value),
                automatic.matters(value),
                paths.passRounding(value) ? List.of(STRAIGHT_THROUGH) : List.of()));
    }
}
