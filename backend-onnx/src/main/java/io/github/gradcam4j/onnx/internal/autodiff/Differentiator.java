package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Differentiates a score with respect to layers in reverse mode: walks the tail backwards and lets the rule of each operator
 * emit the nodes that carry gradients from its outputs to its inputs.
 */
public final class Differentiator {
    private static final String PREFIX = "gradcam4j.";

    private final Tail tail;
    private final List<String> layers;
    private final Emitter emit;
    private final String prefix;
    private final Seed seed;
    private final String seedInput;
    private final Extent extent;
    private final Pullback pullback;

    private Differentiator(
            Tail tail,
            ValueTable values,
            List<String> layers,
            Seed seed,
            String seedInput,
            String prefix,
            Extent extent) {
        this.tail = tail;
        this.layers = layers;
        this.seed = seed;
        this.seedInput = seedInput;
        this.extent = extent;
        this.prefix = prefix;
        this.emit = new Emitter(
                prefix,
                tail.graph().opset(),
                name -> values.find(name)
                        .map(ValueTable.Entry::shape)
                        .or(() -> tail.graph().constant(name).map(TensorProto::dims))
                        .map(dims -> dims.stream().mapToLong(Long::longValue).toArray()));
        this.pullback = new Pullback(tail, values, layers, emit, this::targetCount, extent);
    }

    /**
     * Builds the graph of the gradients. They are computed in single precision; where the model has less behind a layer, its
     * tail is computed once more.
     *
     * <p>Sizes that {@code values} gives are built in; those it calls {@linkplain ValueTable#FREE free} are left to the run.
     *
     * @param tail tail between the layers and the score
     * @param values what a probe run measured: at least {@link Tail#probes()} and the layers
     * @param layers the layers, names of values, each once
     * @param seed how targets are asked for
     * @return what to append to the model
     * @throws UnsupportedModelException if an operator of the tail cannot be differentiated exactly;
     *     all such operators are named
     */
    public static GradientPatch differentiate(Tail tail, ValueTable values, List<String> layers, Seed seed) {
        return differentiate(tail, values, layers, seed, Extent.ANY);
    }

    /**
     * Builds the graph of the gradients of one target for one item, {@code K = N = 1}, in which all sizes are known.
     *
     * <p>The runtime can then work on forward values and gradients together in its own blocked layout.
     *
     * @param tail tail between the layers and the score
     * @param values what a probe run with one item measured, without free sizes
     * @param layers the layers, names of values, each once
     * @param seed how the target is asked for
     * @return what to append to the model
     * @throws io.github.gradcam4j.UnsupportedModelException if an operator of the tail cannot be differentiated exactly;
     *     all such operators are named
     */
    public static GradientPatch differentiateOnce(Tail tail, ValueTable values, List<String> layers, Seed seed) {
        return differentiate(tail, values, layers, seed, Extent.ONCE);
    }

    /**
     * Builds the graph of the mean of a gradient over the positions of each channel, for one target and one item. That may
     * take less than the gradient.
     *
     * @param tail tail between the layer and the score
     * @param values what a probe run with one item measured, without free sizes
     * @param layer the layer, planes of channels
     * @param seed how the target is asked for
     * @return what to append to the model; the gradient has one position for each channel
     * @throws io.github.gradcam4j.UnsupportedModelException if an operator of the tail cannot be differentiated exactly;
     *     all such operators are named
     */
    public static GradientPatch differentiateMeans(Tail tail, ValueTable values, String layer, Seed seed) {
        return differentiate(tail, values, List.of(layer), seed, Extent.MEANS);
    }

    private static GradientPatch differentiate(
            Tail tail, ValueTable values, List<String> layers, Seed seed, Extent extent) {
        String prefix = unusedPrefix(tail.graph());
        String seedInput = prefix + (seed == Seed.COTANGENT ? "cotangent" : "query");
        List<GradientPatch> parts = new ArrayList<>();
        List<String> plain = new ArrayList<>();
        for (String layer : layers) {
            String own = prefix + "single" + parts.size() + ".";
            Optional<SinglePrecision> copy = SinglePrecision.of(tail, values, layer, own);
            if (copy.isPresent()) {
                if (values.isResized()) {
                    throw new UnsupportedModelException(
                            "a tail that is computed once more in single precision has its sizes" + " built in");
                }
                parts.add(differentiate(copy.get(), tail.score(), layer, seed, seedInput, own, extent));
            } else {
                plain.add(layer);
            }
        }
        if (!plain.isEmpty()) {
            Tail rest = parts.isEmpty() ? tail : Tail.between(tail.graph(), plain, tail.score());
            parts.add(new Differentiator(rest, values, plain, seed, seedInput, prefix, extent).run(tail.score()));
        }
        return parts.stream().reduce(GradientPatch::and).orElseThrow();
    }

    private static GradientPatch differentiate(
            SinglePrecision copy,
            String score,
            String layer,
            Seed seed,
            String seedInput,
            String prefix,
            Extent extent) {
        try {
            List<String> start = List.of(copy.value(layer));
            Tail tail = Tail.between(copy.graph(), start, copy.value(score));
            GradientPatch patch =
                    new Differentiator(tail, copy.values(), start, seed, seedInput, prefix, extent).run(score);
            return patch.behind(copy.nodes(), copy.constants(), layer);
        } catch (UnsupportedModelException e) {
            throw new UnsupportedModelException(copy.inModelTerms(String.valueOf(e.getMessage())), e);
        }
    }

    /** Builds the graph; classes are ranked by the model's own scores. */
    private GradientPatch run(String ranked) {
        long[] scoreShape = pullback.shapes().of(tail.score());
        ValueInfoProto input;
        Optional<String> classes = Optional.empty();
        Set<NodeProto> done = Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        if (seed == Seed.COTANGENT) {
            pullback.add(tail.score(), seedInput);
            List<Long> dims = extent.isOnce()
                    ? LongStream.of(Broadcasting.join(1, scoreShape)).boxed().toList()
                    : Collections.nCopies(scoreShape.length + 1, ValueTable.FREE);
            input = ValueInfoProto.tensor(seedInput, DataType.FLOAT, dims);
        } else {
            ClassHead head = new ClassHead(pullback, tail, ranked, seedInput, seed);
            done.addAll(head.seed());
            classes = Optional.of(prefix + "classes");
            emit.alias(head.classes(), classes.get());
            input = ValueInfoProto.tensor(
                    seedInput,
                    DataType.INT64,
                    Collections.nCopies(seed == Seed.CLASS_TOP ? 1 : 2, extent.isOnce() ? 1L : ValueTable.FREE));
        }
        differentiateNodes(done);
        return patch(ranked, input, classes);
    }

    private void differentiateNodes(Set<NodeProto> done) {
        List<Refusals.Refusal> refusals = new ArrayList<>();
        List<Patterns.Step> steps = Patterns.steps(tail, pullback, done);
        for (int i = steps.size() - 1; i >= 0; i--) {
            NodeProto node = steps.get(i).node();
            boolean reached = node.outputs().stream()
                    .anyMatch(name -> !name.isEmpty() && pullback.take(name).isPresent());
            if (!reached) {
                continue;
            }
            try {
                FreeSizes.require(node, pullback);
                Backward backward = new Backward(node, pullback);
                steps.get(i).rule().apply(backward);
                backward.close();
            } catch (Backward.Refused refused) {
                refusals.add(new Refusals.Refusal(node, String.valueOf(refused.getMessage())));
            }
        }
        if (!refusals.isEmpty()) {
            throw Refusals.of(tail, layers, refusals);
        }
    }

    private GradientPatch patch(String ranked, ValueInfoProto input, Optional<String> classes) {
        Map<String, String> activations = new LinkedHashMap<>();
        Map<String, String> gradients = new LinkedHashMap<>();
        for (String layer : layers) {
            String gradient = pullback.take(layer)
                    .orElseThrow(() -> new UnsupportedModelException("Cannot explain at layer '" + layer
                            + "': no gradient of the score '" + tail.score() + "' reaches it. Choose another layer."));
            String output = prefix + "gradient." + gradients.size();
            emit.alias(stored(gradient, layer), output);
            gradients.put(layer, output);
            activations.put(layer, pullback.asFloat(layer));
        }
        List<ValueInfoProto> outputs = new ArrayList<>();
        GradientPatch unlisted = new GradientPatch(
                new ModelPatch(List.of(), List.of(), List.of(), List.of()),
                seedInput,
                ranked,
                classes,
                activations,
                gradients);
        Set<String> present = tail.graph().model().graph().outputs().stream()
                .map(ValueInfoProto::name)
                .collect(Collectors.toCollection(HashSet::new));
        unlisted.outputs().stream()
                .filter(present::add)
                .map(ValueInfoProto::untyped)
                .forEach(outputs::add);
        List<NodeProto> nodes = emit.nodesFor(unlisted.outputs());
        ModelPatch patch = new ModelPatch(nodes, emit.constantsFor(nodes), List.of(input), outputs);
        return new GradientPatch(patch, seedInput, ranked, classes, activations, gradients);
    }

    private String stored(String gradient, String layer) {
        String stored = pullback.shapes().stored(gradient);
        return stored.equals(gradient) && pullback.wantsMeans(layer)
                ? pullback.shapes().means(gradient, layer)
                : stored;
    }

    private String targetCount() {
        if (extent.isOnce()) {
            return emit.longs(1);
        }
        String shape = emit.op("Shape", seedInput);
        return seed == Seed.CLASS_TOP ? shape : emit.slice(shape, 0, 0, 1);
    }

    /** Finds a prefix that no value of the model has, for a model may have been patched before. */
    static String unusedPrefix(GraphIndex graph) {
        Set<String> names = graph.names();
        String prefix = PREFIX;
        for (int i = 2; startsAny(names, prefix); i++) {
            prefix = "gradcam4j" + i + ".";
        }
        return prefix;
    }

    private static boolean startsAny(Set<String> names, String prefix) {
        return names.stream().anyMatch(name -> name.startsWith(prefix));
    }
}
