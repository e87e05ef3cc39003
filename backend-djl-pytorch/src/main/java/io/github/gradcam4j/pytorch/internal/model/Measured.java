package io.github.gradcam4j.pytorch.internal.model;

import ai.djl.ndarray.NDArray;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.pytorch.internal.engine.Arrays;
import io.github.gradcam4j.pytorch.internal.instrument.Instrumented;
import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model looks like for one size of its inputs: its layers and its scores, as a run showed them. Immutable. */
final class Measured {
    private final Instrumented program;
    private final List<LayerInfo> layers;
    private final Map<LayerRef, Value> values = new HashMap<>();
    private final Shape output;
    private final Optional<Shape> logits;

    /**
     * Looks at a run.
     *
     * @param skipped how many values at the beginning are known to have no gradient
     */
    Measured(Instrumented program, Execution run, Axes axes, int skipped) {
        this.program = program;
        NDArray made = output(program, run);
        this.output = Arrays.shape(made);
        this.logits = run.logits()
                .filter(value -> Logits.make(value, made, program.activation(), program.isLogarithm()))
                .map(Arrays::shape);
        Reach reach = new Reach(run, logits.isPresent() ? run.logits().orElseThrow() : made, skipped);
        Map<Integer, ModuleNode> modules = new HashMap<>();
        program.root().all().forEach(module -> modules.put(module.number(), module));
        Map<LayerRef, LayerInfo> found = new LinkedHashMap<>();
        for (Execution.Recorded one : run.recorded()) {
            Value value = one.value();
            ModuleNode module = modules.get(value.number());
            String name = module == null
                    ? program.inputs().get(value.number() - program.root().size())
                    : module.path();
            LayerRef ref = new LayerRef(name, value.call(), value.output());
            if (!found.containsKey(ref)) { // a module may be called as an input is: its own value comes later
                found.put(ref, info(ref, module, one, reach, axes));
                values.put(ref, value);
            }
        }
        addSilent(modules, found);
        this.layers = List.copyOf(found.values());
    }

    private Measured(Measured like, List<LayerInfo> layers, Shape output, Optional<Shape> logits) {
        this.program = like.program;
        this.layers = layers;
        this.values.putAll(like.values);
        this.output = output;
        this.logits = logits;
    }

    /**
     * Returns what a run with many items would show, from runs with one and two: all sizes grow by the same step with each.
     * It would need memory for the whole graph of all items.
     */
    static Optional<Measured> ofItems(Measured one, Measured two, long items) {
        if (!one.values.equals(two.values)) {
            return Optional.empty();
        }
        List<LayerInfo> layers = new ArrayList<>();
        for (int i = 0; i < two.layers.size(); i++) {
            LayerInfo layer = two.layers.get(i);
            Shape first = one.layers.get(i).shape();
            if (first.rank() != layer.shape().rank()) {
                return Optional.empty();
            }
            layers.add(layer.withShape(grown(first, layer.shape(), items)));
        }
        Optional<Shape> logits = two.logits.map(shape -> grown(one.logits.orElse(shape), shape, items));
        return Optional.of(new Measured(two, List.copyOf(layers), grown(one.output, two.output, items), logits));
    }

    /** Returns the same where something stands before the score that hides whether the values in front of it matter. */
    Measured withObstacle(String obstacle) {
        List<LayerInfo> blocked = layers.stream()
                .map(layer -> layer.onScorePath() || layer.shape().rank() == 0
                        ? layer
                        : new LayerInfo(
                                layer.ref(),
                                layer.aliases(),
                                layer.operator(),
                                layer.dtype(),
                                layer.shape(),
                                layer.layout(),
                                true,
                                Optional.of(obstacle),
                                layer.eligible(),
                                layer.notes()))
                .toList();
        return new Measured(this, blocked, output, logits);
    }

    private static Shape grown(Shape one, Shape two, long items) {
        long[] dims = two.dims();
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = Math.max(0, one.dim(axis) + (two.dim(axis) - one.dim(axis)) * (items - 1));
        }
        return Shape.of(dims);
    }

    /** Returns the output that is asked about. */
    static NDArray output(Instrumented program, Execution run) {
        String name = program.outputs().get(program.score());
        return run.output(name)
                .orElseThrow(() -> new UnsupportedModelException("the model did not return an output '" + name
                        + "' in this run. It returned " + String.join(", ", run.outputs())
                        + ": choose one of these (--output-name, or the sidecar's output)"));
    }

    private static LayerInfo info(
            LayerRef ref,
            @org.jspecify.annotations.Nullable ModuleNode module,
            Execution.Recorded one,
            Reach reach,
            Axes axes) {
        Shape shape = Arrays.shape(one.array());
        DType dtype = Arrays.type(one.array().getDataType());
        Layout layout = axes.layout(one.value(), shape);
        Optional<long[]> along = reach.of(one.value());
        boolean onPath = along.isPresent() || !dtype.isFloating();
        boolean matters = along.map(counts -> manyMatter(counts, layout, shape)).orElse(true);
        return new LayerInfo(
                ref,
                List.of(),
                module == null ? "Input" : module.className(),
                dtype,
                shape,
                layout,
                onPath,
                dtype.isFloating() ? Optional.empty() : Optional.of("it holds " + dtype + ", which have no derivative"),
                matters && axes.isBottleneck(one.value()),
                List.of());
    }

    /** Tells whether the score depends on more than one position. */
    private static boolean manyMatter(long[] counts, Layout layout, Shape shape) {
        boolean many = false;
        boolean several = false;
        for (int axis : layout.positions()) {
            several |= shape.dim(axis) > 1;
            many |= counts[axis] > 1;
        }
        return many || !several;
    }

    List<LayerInfo> layers() {
        return layers;
    }

    /** Returns a layer and where its value is. */
    LayerInfo layer(LayerRef ref) {
        return layers.stream()
                .filter(layer -> layer.ref().equals(ref))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no layer '" + ref + "'. List the layers with: gradcam4j layers MODEL"));
    }

    /** Returns the first value that the score has a gradient with respect to. */
    Optional<Value> firstDifferentiable() {
        return layers.stream()
                .filter(layer -> layer.onScorePath() && layer.dtype().isFloating())
                .findFirst()
                .map(layer -> value(layer.ref()));
    }

    Value value(LayerRef ref) {
        Value value = values.get(layer(ref).ref());
        if (value == null) {
            throw new UnsupportedModelException("layer '" + ref + "' cannot be explained: "
                    + layer(ref).obstacle().orElse("a run does not reach it"));
        }
        return value;
    }

    /** Returns the tensor that questions are asked about. */
    ScoreInfo score(ScoreKind kind) {
        String name = program.outputs().get(program.score());
        boolean sameClasses = logits.isPresent() && logits.get().equals(output);
        if (kind != ScoreKind.OUTPUT && sameClasses) {
            return new ScoreInfo(
                    name + " before " + program.activation(), ScoreKind.LOGITS, program.activation(), false, output);
        }
        if (kind == ScoreKind.LOGITS) {
            throw new UnsupportedModelException("no final softmax or sigmoid is recognised before output '" + name
                    + "', so there are no logits apart from it. Ask with --scores output");
        }
        return new ScoreInfo(name, ScoreKind.OUTPUT, Activation.NONE, sameClasses && !program.isLogarithm(), output);
    }

    /** Modules that are there but returned no tensor are listed too, so that a question about one is answered. */
    private static void addSilent(Map<Integer, ModuleNode> modules, Map<LayerRef, LayerInfo> found) {
        modules.values().stream()
                .filter(module -> !module.path().isEmpty())
                .filter(module -> !found.containsKey(LayerRef.of(module.path())))
                .sorted(Comparator.comparingInt(ModuleNode::number))
                .forEach(module -> found.put(
                        LayerRef.of(module.path()),
                        new LayerInfo(
                                LayerRef.of(module.path()),
                                List.of(),
                                module.className(),
                                DType.FLOAT32,
                                Shape.of(),
                                Layout.unknown(0),
                                false,
                                Optional.of(
                                        "it is part of the model, but a run gets no tensor from calling it: it is never called,"
                                                + " others use its weights directly, or the tracer left it out because it returns what"
                                                + " it gets"))));
    }
}
