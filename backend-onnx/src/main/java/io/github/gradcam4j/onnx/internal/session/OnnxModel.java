package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.CompiledModel;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.autodiff.DataSizes;
import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.autodiff.PooledHead;
import io.github.gradcam4j.onnx.internal.autodiff.Seed;
import io.github.gradcam4j.onnx.internal.autodiff.Tail;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.onnx.internal.compile.Destination;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.spi.Capability;
import io.github.gradcam4j.spi.CompileTask;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An ONNX model with its sessions. Thread-safe. */
public final class OnnxModel implements GradientModel {
    private static final int KEPT_GEOMETRIES = 64;

    private final ModelSource source;
    private final ModelFile file;
    private final Branching branching;
    private final ModelSignature signature;
    private final String output;
    private final Map<Geometry, Measurements> measurements = new LinkedHashMap<>(16, 0.75f, true);
    private final Probe probe;
    private final AnySize anySize;
    private final PreparedCache cache;
    private volatile @Nullable Planned planned;
    private volatile boolean closed;

    private OnnxModel(ModelSource source, Sessions sessions, ModelSignature signature, String output) {
        this.source = source;
        this.file = sessions.file();
        this.branching = new Branching(sessions, signature);
        this.probe = new Probe(sessions, signature);
        this.anySize = new AnySize(file.graph());
        this.cache = new PreparedCache(file.constantBytes());
        this.signature = signature;
        this.output = output;
    }

    /** Opens a model; what is hostile or damaged is refused before native code sees it. */
    public static OnnxModel open(ModelSource source, ModelOptions options) {
        ModelFile file = ModelFile.open(source);
        var graph = file.graph().model().graph();
        List<TensorSpec> inputs = graph.inputs().stream()
                .filter(input -> file.graph().isInput(input.name()))
                .map(input -> spec(input, options.shapes().get(input.name())))
                .toList();
        List<TensorSpec> outputs =
                graph.outputs().stream().map(value -> spec(value, null)).toList();
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw new UnsupportedModelException("the model '" + source.name() + "' has "
                    + (inputs.isEmpty() ? "no input" : "no output") + ", so there is nothing to explain");
        }
        ModelSignature signature = new ModelSignature(inputs, outputs);
        String output = options.output().orElse(outputs.get(0).name());
        if (outputs.stream().noneMatch(spec -> spec.name().equals(output))) {
            throw new IllegalArgumentException("the model has no output '" + output + "'; its outputs are "
                    + outputs.stream().map(TensorSpec::toString).collect(Collectors.joining(", ")));
        }
        return new OnnxModel(source, new Sessions(source.name(), file, options), signature, output);
    }

    private static TensorSpec spec(ValueInfoProto value, @Nullable Shape told) {
        Optional<DType> dtype = Types.of(value.type());
        Shape shape = Shape.of(value.shape().orElse(List.of()).stream()
                .mapToLong(dim -> Math.max(-1, dim.size()))
                .toArray());
        if (told != null && (value.shape().isEmpty() || shape.admits(told))) {
            shape = told;
        } else if (told != null) {
            throw new IllegalArgumentException(
                    "input '" + value.name() + "' has shape " + shape + " in the file, which does not admit " + told);
        }
        return new TensorSpec(value.name(), dtype.orElse(DType.FLOAT32), shape);
    }

    @Override
    public Set<Capability> capabilities() {
        requireOpen();
        return Set.of(
                Capability.FORWARD,
                Capability.GRADIENTS,
                Capability.CLASS_GRADIENTS_IN_ONE_CALL,
                Capability.RERUNS_FOR_COTANGENTS,
                Capability.COMPILE);
    }

    @Override
    public ModelSignature signature() {
        requireOpen();
        return signature;
    }

    @Override
    public List<LayerInfo> layers(Map<String, Shape> inputs) {
        return measure(inputs).layers(items(inputs));
    }

    @Override
    public ScoreInfo scores(ScoreKind kind, Map<String, Shape> inputs) {
        return measure(inputs).score(kind, items(inputs));
    }

    @Override
    public Pass run(PassRequest request) {
        request.cancellation().throwIfRequested();
        requireOpen();
        Map<String, Shape> shapes = signature.check(request.inputs());
        Optional<Seed> seed = request.classes().isEmpty() || request.layers().isEmpty()
                ? Optional.empty()
                : Optional.of(QuerySeeds.kind(request.classes()));
        Planned known = planned;
        if (known == null || !known.serves(request, seed)) {
            known = plan(shapes, request, seed);
            planned = known;
        }
        return new OnnxPass(this, request, known, seed);
    }

    private Planned plan(Map<String, Shape> shapes, PassRequest request, Optional<Seed> seed) {
        Measurements measured = measure(shapes);
        long items = items(shapes);
        Measured values = measured.forItems(items);
        ScoreInfo score = measured.score(request.scores(), items);
        List<String> layers = request.layers().stream()
                .map(ref -> values.layer(ref).ref().name())
                .toList();
        long builtFor = measured.isFree(items) ? -1 : items;
        Optional<PooledHead> head = seed.isPresent() && Planned.isAboutAll(request, score)
                ? head(values, request.layers().get(0), score)
                : Optional.empty();
        boolean once = seed.isPresent() && Planned.isOnce(request, builtFor);
        Optional<Seed> seeded = head.isPresent() ? Optional.empty() : seed;
        Geometry geometry = geometry(shapes);
        Plan plan = new Plan(
                geometry,
                List.of(),
                0,
                builtFor,
                layers,
                score.tensor(),
                seeded,
                head,
                once,
                once && Planned.isAboutMeans(request, values));
        List<Build> builds = new ArrayList<>(List.of(new Build(plan, values.values())));
        if (!branching.followsShapes()) {
            anySize.of(geometry, values.values())
                    .ifPresent(
                            edition -> builds.add(0, new Build(plan.forEdition(edition.number()), edition.values())));
        }
        Build forward = new Build(plan.forward(branching.followsShapes() ? geometry : Geometry.ANY), values.values());
        List<Build> first = head.isPresent()
                ? builds.subList(builds.size() - 1, builds.size())
                : seed.isEmpty() ? List.of(forward) : builds;
        return new Planned(this, shapes, request, seed, first, builds, values, score, (int) items);
    }

    /** Finds the head behind a layer all of whose positions the map shows. */
    private Optional<PooledHead> head(Measured values, LayerRef ref, ScoreInfo score) {
        LayerInfo layer = values.layer(ref);
        Tail tail = Tail.between(
                values.sessions().file().graph(), List.of(layer.ref().name()), score.tensor());
        boolean hasPrefix =
                layer.layout().grid().filter(grid -> grid.prefix() > 0).isPresent();
        GraphIndex graph = values.sessions().file().graph();
        return PooledHead.find(tail, values.values(), layer.ref().name())
                .filter(head -> DataSizes.before(graph, score.tensor()).isEmpty())
                .filter(head -> !hasPrefix && head.channel() == layer.layout().indexOf(Axis.CHANNEL));
    }

    /** Returns the first of several sessions that can be made, held for the caller. */
    Prepared hold(List<Build> builds, Measured measured) {
        requireOpen();
        for (Build build : builds.subList(0, builds.size() - 1)) {
            Optional<Prepared> held = cache.holdIfPossible(build.plan(), () -> create(build, measured));
            if (held.isPresent()) {
                return held.get();
            }
        }
        Build last = builds.get(builds.size() - 1);
        return cache.hold(last.plan(), () -> create(last, measured));
    }

    /** Returns a session whose gradients are built for the sizes that these very inputs have, held for the caller. */
    Prepared holdForData(Build build, Measured measured, Map<String, Tensor> inputs) {
        requireOpen();
        ValueTable table = new Probe(measured.sessions(), signature).measureData(inputs);
        GraphIndex graph = measured.sessions().file().graph();
        List<Long> sizes = DataSizes.before(graph, build.plan().score()).in(table);
        long items = items(signature.check(inputs));
        Build own = new Build(build.plan().forSizes(sizes, items), table);
        return cache.hold(own.plan(), () -> create(own, measured));
    }

    private Prepared create(Build build, Measured measured) {
        return Prepared.create(measured.sessions(), build.values(), build.plan(), signature.outputs());
    }

    private Measurements measure(Map<String, Shape> shapes) {
        requireOpen();
        Geometry geometry = geometry(shapes);
        synchronized (measurements) {
            Measurements known = measurements.get(geometry);
            if (known == null) {
                if (!measurements.isEmpty()) {
                    probe.keep();
                }
                Sessions form = branching.at(shapes);
                Probe measures = form == probe.sessions() ? probe : new Probe(form, signature);
                known = new Measurements(measures, signature, output, geometry, items(shapes));
                measurements.put(geometry, known);
                Iterator<Measurements> oldest = measurements.values().iterator();
                if (measurements.size() > KEPT_GEOMETRIES) {
                    oldest.next();
                    oldest.remove();
                }
            }
            return known;
        }
    }

    /** Returns how many sessions were prepared so far. */
    int sessionsMade() {
        return cache.made();
    }

    private Geometry geometry(Map<String, Shape> shapes) {
        return branching.followsShapes() ? new Geometry(shapes) : Geometry.of(shapes, signature);
    }

    @Override
    public CompiledModel compile(CompileTask task) {
        requireOpen();
        Destination destination =
                Destination.of(task.file(), source, file.graph().model(), file.folder());
        Map<String, Shape> shapes = task.inputs();
        return new Compilation(task, measure(shapes), geometry(shapes), items(shapes)).into(destination);
    }

    private static long items(Map<String, Shape> shapes) {
        Shape first = shapes.values().iterator().next();
        return first.rank() == 0 ? 1 : first.dim(0);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        cache.close();
        probe.close();
    }
}
